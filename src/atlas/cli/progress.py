"""A progress bar for more than a second's work, on standard error, only where a person is looking."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(title: str, steps: int) -> Iterator[Callable[[], None]]:
    """Show a bar and give the function that moves it on by one."""
    with tqdm(
        total=steps, desc=title, delay=1, disable=None, leave=False, bar_format="{desc}: {bar} {percentage:.0f}%"
    ) as bar:
        yield lambda: (bar.update(), None)[1]
