"""A Kotlin client, as Android apps have one made: its models are compiled, and they send what they are given."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.servers import Server

GSON = Path("/usr/share/java/gson.jar")
"""Debian's libgoogle-gson-java."""
MODELS = "models,modelDocs=false,modelTests=false,supportingFiles=" + ":".join(
    f"{name}.kt"
    for name in ("Serializer", "OffsetDateTimeAdapter", "LocalDateTimeAdapter", "LocalDateAdapter", "ByteArrayAdapter")
)
"""What is generated: all models, and what turns them into JSON; no HTTP client, which would need libraries."""
MISSING = [
    name
    for name, there in {
        "openapi-generator-cli (PyPI)": find_spec("openapi_generator_cli") is not None,
        "java": shutil.which("java") is not None,
        "kotlinc (npm's kotlin-compiler)": shutil.which("kotlinc") is not None,
        "libgoogle-gson-java (Debian)": GSON.exists(),
    }.items()
    if not there
]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed, as .ci/run would: {', '.join(MISSING)}")


def run(*command: object) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def generated(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the generated sources."""
    folder = tmp_path_factory.mktemp("kotlin")
    (folder / "openapi.json").write_text(json.dumps(server.ask("GET", "/openapi.json")[2]), "utf-8")
    spec = find_spec("openapi_generator_cli")
    assert spec is not None
    assert spec.origin is not None
    run(
        *("java", "-jar", Path(spec.origin).with_name("openapi-generator.jar"), "generate", "-g", "kotlin"),
        *("-i", folder / "openapi.json", "-o", folder / "made", "--global-property", MODELS),
        "--additional-properties=serializationLibrary=gson",
    )
    return folder / "made" / "src" / "main" / "kotlin"


def test_no_model_is_a_map(generated: Path) -> None:
    models = {file.stem: file.read_text("utf-8") for file in generated.rglob("models/*.kt")}
    assert {"CheckIn", "CheckOut", "DeviceIn", "ReportIn", "RateIn"} <= set(models)
    assert [name for name, text in models.items() if "HashMap" in text] == []


def test_words_of_answers_are_texts_so_that_new_ones_can_be_read(generated: Path) -> None:
    model = next(generated.rglob("models/Warned.kt")).read_text("utf-8")
    assert "val level: kotlin.String" in model
    assert "enum class" not in model


def test_a_check_of_the_generated_models_holds_what_it_was_given_and_is_critical(
    server: Server, generated: Path, tmp_path: Path
) -> None:
    library = Path(shutil.which("kotlinc") or "").resolve().parents[1] / "lib" / "kotlin-stdlib.jar"
    asking = Path(__file__).with_name("check.kt")
    run("kotlinc", "-nowarn", "-no-reflect", "-cp", GSON, "-d", tmp_path, asking, generated)

    level, *lines = run("java", "-cp", f"{tmp_path}:{GSON}:{library}", "CheckKt", server.url, server.new_key()).split(
        "\n"
    )

    assert level == "critical"
    assert "forwarding_with_screen_share" in lines
    assert "Switch forwarding off: ##002#" in lines
