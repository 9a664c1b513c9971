"""
Read golden cases: a name, an input, and each amount in euro written as arithmetic.

`r(...)` is a legal line of its own: rounded half up to the cent.
"""

import ast
import operator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import yaml

SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def cases(name):
    """The cases of golden_<name>.yaml, all values as text."""
    path = Path(__file__).parent / f"golden_{name}.yaml"
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [pytest.param(case, id=case["name"]) for case in raw]


def cents(text):
    """The value of an arithmetic text in euro, as cents, rounded half up once."""
    return int(_rounded(_value(ast.parse(text, mode="eval").body)) * 100)


def _rounded(euro):
    return euro.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _value(node):
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand)
    if isinstance(node, ast.Call):
        return _rounded(_value(node.args[0]))
    if isinstance(node, ast.BinOp):
        return SIGNS[type(node.op)](_value(node.left), _value(node.right))
    return Decimal(str(node.value))
