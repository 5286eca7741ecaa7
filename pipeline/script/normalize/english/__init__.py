"""English ways of writing -> how a narrator reads them; one module a family, one table that orders them."""
