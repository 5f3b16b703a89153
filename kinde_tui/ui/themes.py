"""Colours. Nothing outside this file names one."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="dark",
    dark=True,
    primary="#7aa2f7",
    secondary="#8b93a7",
    accent="#7aa2f7",
    foreground="#d6dae4",
    background="#14161b",
    surface="#14161b",
    panel="#1b1f27",
    success="#8fc77a",
    warning="#e0a65a",
    error="#e8707a",
    variables={
        "cursor-row": "#2f4374",
        "cursor-row-idle": "#262c3a",
        "cursor-cell": "#43609f",
        "label": "#858da0",
        "faint": "#6b7386",
        "rule": "#2a303c",
        "input-selection-background": "#7aa2f7 35%",
        "block-cursor-text-style": "none",
    },
)
LIGHT = Theme(
    name="light",
    dark=False,
    primary="#2457c5",
    secondary="#5a6374",
    accent="#2457c5",
    foreground="#1e232d",
    background="#fbfbfa",
    surface="#fbfbfa",
    panel="#eff0f2",
    success="#1f7a34",
    warning="#995400",
    error="#b3202c",
    variables={
        "cursor-row": "#cfdcf8",
        "cursor-row-idle": "#e4e7ec",
        "cursor-cell": "#aac3f4",
        "label": "#5a6374",
        "faint": "#6d7584",
        "rule": "#d5d8de",
        "input-selection-background": "#2457c5 30%",
        "block-cursor-text-style": "none",
    },
)
CONTRAST = Theme(
    name="high-contrast",
    dark=True,
    primary="#6cb6ff",
    secondary="#ffffff",
    accent="#ffd60a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#0c0c0c",
    success="#4ade80",
    warning="#ffd60a",
    error="#ff8080",
    variables={
        "cursor-row": "#003e8f",
        "cursor-row-idle": "#333333",
        "cursor-cell": "#0057c7",
        "label": "#e0e0e0",
        "faint": "#c8c8c8",
        "rule": "#808080",
        "input-selection-background": "#6cb6ff 50%",
        "block-cursor-text-style": "none",
    },
)
ANSI = Theme(
    name="ansi",
    dark=True,
    ansi=True,
    primary="ansi_bright_blue",
    secondary="ansi_default",
    accent="ansi_bright_blue",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    variables={
        "cursor-row": "ansi_blue",
        "cursor-row-idle": "ansi_black",
        "cursor-cell": "ansi_bright_blue",
        "label": "ansi_default",
        "faint": "ansi_default",
        "rule": "ansi_default",
        "input-selection-background": "ansi_blue",
        "block-cursor-text-style": "none",
    },
)

THEMES = (DARK, LIGHT, CONTRAST, ANSI)
"""In the order in which `:theme` walks through them. `ansi` takes the terminal's own sixteen colours."""
