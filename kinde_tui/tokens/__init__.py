"""A pasted token: found, decoded, classified, explained, verified.

Pure and offline. The key set for `verify` comes from the caller; joserfc is imported when a signature is checked.
"""

from kinde_tui.tokens.asking import Holding, holdings
from kinde_tui.tokens.comparing import Difference, Staleness, compare, staleness
from kinde_tui.tokens.finding import LIMIT
from kinde_tui.tokens.inspection import Inspection, inspect
from kinde_tui.tokens.kinds import Kind
from kinde_tui.tokens.problem import Problem, Tone
from kinde_tui.tokens.redaction import redacted
from kinde_tui.tokens.references import Reference
from kinde_tui.tokens.sections import Line, Section, sections
from kinde_tui.tokens.verdicts import State, Verdict
from kinde_tui.tokens.verifying import SignatureVerdict, verify, why_not_verifiable

__all__ = [
    "LIMIT",
    "Difference",
    "Holding",
    "Inspection",
    "Kind",
    "Line",
    "Problem",
    "Reference",
    "Section",
    "SignatureVerdict",
    "Staleness",
    "State",
    "Tone",
    "Verdict",
    "compare",
    "holdings",
    "inspect",
    "redacted",
    "sections",
    "staleness",
    "verify",
    "why_not_verifiable",
]
