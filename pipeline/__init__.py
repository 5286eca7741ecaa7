"""Declaim, the audiobook press: manuscript -> script -> takes -> mastered chapters -> release."""
