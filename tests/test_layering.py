"""The rooms and their arrows: who may import whom, and that deciding opens nothing (design.md, «Rooms»)."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
BOT = REPOSITORY / "bot"
FLOORS = (
    {"core"},
    {"mail", "store", "letters", "reading", "notices"},
    {"service"},
    {"web", "demo"},
    {"cli"},  # the commands start the page and the demonstration
)
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
# Beside the floors: plain values that any room but core may use, and the composition root that sees them all.
COMMON = {"errors", "settings", "log"}
ROOT = {"bootstrap", "__main__", "__init__"}


def room_of(path: Path) -> str:
    return path.relative_to(BOT).parts[0].removesuffix(".py")


def modules(*rooms: str) -> list[Path]:
    return [path for path in sorted(BOT.rglob("*.py")) if not rooms or room_of(path) in rooms]


def imported(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, whether at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which room it goes to"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_used(path: Path) -> set[str]:
    parts = (name.split(".") for name in imported(path))
    return {names[1] for names in parts if names[0] == "bot" and len(names) > 1} - {room_of(path)}


def by_name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


@pytest.mark.parametrize("path", modules("core"), ids=by_name)
def test_core_imports_only_the_standard_library_and_itself(path: Path) -> None:
    outside = {name.split(".")[0] for name in imported(path)} - sys.stdlib_module_names
    assert (outside - {"bot"}, rooms_used(path)) == (set(), set())


WORLDLY = {
    "asyncio",
    "ftplib",
    "glob",
    "http",
    "imaplib",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "smtplib",
    "socket",
    "sqlite3",
    "ssl",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "zoneinfo",
}


@pytest.mark.parametrize("path", modules("core", "reading"), ids=by_name)
def test_deciding_rooms_name_no_door_to_the_world(path: Path) -> None:
    """No socket, file, clock, thread or dice: `now` is a parameter. The vocabulary is the reader's only file."""
    allowed = {"pathlib", "io"} if "vocabulary" in path.parts or path.stem == "vocabulary" else set()
    assert {name.split(".")[0] for name in imported(path)} & WORLDLY - allowed == set()


CLOCKS = {"now", "utcnow", "today", "open"}


@pytest.mark.parametrize("path", modules("core"), ids=by_name)
def test_core_asks_for_no_time_and_opens_no_file(path: Path) -> None:
    called = (node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in called}
    assert names & CLOCKS == set()


@pytest.mark.parametrize("path", [each for each in modules() if room_of(each) in LEVEL], ids=by_name)
def test_arrows_run_downwards(path: Path) -> None:
    """A room uses those on lower floors and none beside it; `bootstrap` is for those above the service."""
    level = LEVEL[room_of(path)]
    below = {room for room, floor in LEVEL.items() if floor < level}
    allowed = below | (COMMON if level else set()) | ({"bootstrap"} if level > LEVEL["service"] else set())
    assert rooms_used(path) - allowed == set()


@pytest.mark.parametrize("path", modules(*COMMON), ids=by_name)
def test_common_values_use_no_room_but_the_core(path: Path) -> None:
    assert rooms_used(path) - COMMON - {"core"} == set()


def test_every_room_has_its_floor() -> None:
    assert {room_of(path) for path in modules()} - set(LEVEL) - COMMON - ROOT == set()


WATCHED = """
import sys
import builtins, os, socket
sys.path.insert(0, {repository!r})
import bot
doors = []
def watch(event, arguments):
    if event in {{"socket.__new__", "subprocess.Popen", "os.system", "sqlite3.connect"}}:
        doors.append(event)
    if event == "open" and not str(arguments[0]).endswith((".py", ".pyc")) and not isinstance(arguments[0], int):
        doors.append(f"open {{arguments[0]}}")
sys.addaudithook(watch)
import {module}
strange = {{name.split(".")[0] for name in sys.modules}} - sys.stdlib_module_names - {{"bot", "__main__"}} - before
sys.exit(f"{{doors}} {{strange}}" if doors or strange else 0)
"""


@pytest.mark.parametrize("path", modules("core"), ids=by_name)
def test_importing_the_core_opens_nothing(path: Path) -> None:
    """Import starts nothing: no socket, no file but the modules themselves, no library."""
    module = ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__")
    script = "import sys; before = {name.split('.')[0] for name in sys.modules}\n"
    script += WATCHED.format(repository=str(REPOSITORY), module=module)
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
