"""Where an app came from, by what Android says of its installation."""

from enum import StrEnum

STORES = frozenset(
    {
        "com.amazon.venezia",
        "com.android.vending",
        "com.bbk.appstore",
        "com.heytap.market",
        "com.hihonor.appmarket",
        "com.huawei.appmarket",
        "com.lenovo.leos.appstore",
        "com.meizu.mstore",
        "com.oppo.market",
        "com.sec.android.app.samsungapps",
        "com.tencent.android.qqdownloader",
        "com.vivo.appstore",
        "com.xiaomi.market",
        "com.xiaomi.mipicks",
        "org.fdroid.fdroid",
        "ru.vk.store",
    }
)
"""Installers that publish only what they have looked at."""


class AppSource(StrEnum):
    """Where a phone says that an app came from (`PackageInstaller.PACKAGE_SOURCE_*`)."""

    STORE = "store"
    LOCAL_FILE = "local_file"
    DOWNLOADED_FILE = "downloaded_file"
    OTHER = "other"
    UNKNOWN = "unknown"


_OPENS_FILES = frozenset(
    {
        "com.android.packageinstaller",
        "com.coloros.packageinstaller",
        "com.google.android.packageinstaller",
        "com.miui.packageinstaller",
        "com.oplus.packageinstaller",
        "com.samsung.android.packageinstaller",
        "com.vivo.packageinstaller",
    }
)
"""The system's own, which installs what somebody opens as a file. Before API 33, nothing else tells of it."""
_FILES = frozenset({AppSource.LOCAL_FILE, AppSource.DOWNLOADED_FILE})


def is_from_store(source: AppSource | None, installer: str | None) -> bool | None:
    """Whether an app came from a store, None where nobody can tell.

    The installer is what the system noted. Stores of makers say `other` of what they install, and so do others.
    """
    if installer in STORES:
        return True
    if source in _FILES or (source is None and installer in _OPENS_FILES):
        return False
    if source is AppSource.STORE:
        return True
    return False if source is AppSource.OTHER and installer else None
