"""Calls: which thing is called, whether it takes the arguments, what it gives."""

from __future__ import annotations

import ast

from knowledge.api.signatures import Signature, signature_of
from knowledge.checker.annotations import from_annotation
from knowledge.checker.arguments import Arguments, bind, evaluate_arguments
from knowledge.checker.classes import UserClass, is_a, is_opaque, is_uncallable, line_of
from knowledge.checker.color import check_color
from knowledge.checker.follow import follow
from knowledge.checker.kinds import check_kinds
from knowledge.checker.plain import check_animate
from knowledge.checker.python_calls import native_call
from knowledge.checker.run import Run
from knowledge.checker.scene_calls import after_construction, special_method
from knowledge.checker.scope import Scope
from knowledge.checker.values import (
    UNKNOWN,
    ApiFunction,
    Array,
    Builder,
    Choice,
    ClassRef,
    Flag,
    Function,
    Instance,
    Items,
    Native,
    Nothing,
    Number,
    SuperRef,
    Table,
    Text,
    Value,
    capitalized,
    counted,
)

__all__ = ["call"]


def call(run: Run, node: ast.Call, scope: Scope) -> Value:
    """Evaluate a call expression."""
    if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args:
        return _super(run)
    function = run.value(node.func, scope)
    given = evaluate_arguments(run, node, scope)
    return call_value(run, function, given)


def _super(run: Run) -> Value:
    for node in reversed(run.calls):
        owner = getattr(node, "_owner", None)
        if isinstance(owner, UserClass):
            receiver = getattr(node, "_receiver", UNKNOWN)
            return SuperRef(owner, receiver)
    return UNKNOWN


def call_value(run: Run, function: Value, given: Arguments) -> Value:
    """Return what calling ``function`` gives."""
    match function:
        case ClassRef(cls=cls):
            return (
                _construct(run, cls, given)
                if not isinstance(cls, UserClass)
                else _construct_user(run, cls, given)
            )
        case ApiFunction():
            return _call_api(run, function, given)
        case Function():
            return _call_user(run, function, given)
        case Native():
            return native_call(run, function, given)
        case Builder(chained=chained):
            if chained:
                run.report(
                    "wrong-arguments",
                    given.node,
                    "The animation's arguments come after a method.",
                    "Write m.animate(run_time=2).shift(UP).",
                )
            check_animate(run, given.names)
            return Builder(function.receiver)
        case Choice(options=options):
            callbacks = [o for o in options if isinstance(o, Function | ClassRef | ApiFunction)]
            if len(callbacks) == 1:
                with run.guard():
                    call_value(run, callbacks[0], given)
            _callbacks(run, given, UNKNOWN)
            return UNKNOWN
        case Number() | Array() | Text() | Items() | Nothing() | Flag() | Table():
            run.report(
                "not-callable",
                given.node.func,
                f"{capitalized(function)} can't be called.",
                "Remove the parentheses: it is a value, not a method."
                if not isinstance(function, Nothing)
                else "Give it a function before, or remove the call.",
            )
            return UNKNOWN
        case Instance() if is_uncallable(function):
            run.report(
                "not-callable",
                given.node.func,
                f"{capitalized(function)} can't be called.",
                "Remove the parentheses, or call one of its methods.",
            )
            return UNKNOWN
        case _:
            _callbacks(run, given, UNKNOWN)
            return UNKNOWN


def _construct(run: Run, cls: object, given: Arguments) -> Value:
    from knowledge.api.store import ManimClass

    assert isinstance(cls, ManimClass)
    made = Instance(cls)
    callee = cls.constructor
    if callee is not None and not cls.is_a("Scene"):
        bound = bind(run, callee.signature, given, cls.name, callee)
        check_kinds(run, callee, given.names | bound if given.names else bound)
        if callee.signature.has("args"):
            _variable(run, callee, given)
    after_construction(run, made, given)
    _callbacks(run, given, _callback_argument(cls.name, given))
    # A bare Mobject is mostly a stand-in for one of any class.
    return Instance(run.api.classes["Mobject"], exact=False) if cls.name == "Mobject" else made


def _variable(run: Run, callee: object, given: Arguments) -> None:
    """Check arguments that a constructor takes as ``*points`` against their kind."""
    from knowledge.api.store import Callee

    assert isinstance(callee, Callee)
    star = next(p for p in callee.signature.parameters if p.kind == "args")
    first = len(callee.signature.positional)
    for node, value in given.places[first:]:
        check_kinds(run, callee, {star.name: (node, value)})
    if callee.name in ("Arrow", "DoubleArrow", "DashedLine") and first == 0:
        for name, argument in zip(("start", "end"), given.places, strict=False):
            check_kinds(run, callee, {name: argument})


def _construct_user(run: Run, cls: UserClass, given: Arguments) -> Value:
    made = Instance(cls, attributes={})
    for each in line_of(cls):
        if isinstance(each, UserClass):
            init = each.names.get("__init__")
            if isinstance(init, Function):
                bound = Function(init.node, init.scope, made, each, init.wrapped)
                _call_user(run, bound, given, cls.name)
                return made
            continue
        callee = each.constructor
        if callee is not None and not is_opaque(cls) and not each.is_a("Scene"):
            bound_names = bind(run, callee.signature, given, cls.name, callee)
            check_kinds(run, callee, bound_names)
        return made
    return made


def _call_user(run: Run, function: Function, given: Arguments, name: str = "") -> Value:
    node = function.node
    title = name or (node.name if not isinstance(node, ast.Lambda) else "lambda")
    signature = signature_of(node)
    if function.receiver is not None and signature.positional:
        signature = Signature(signature.parameters[1:], signature.returns)
    if function.wrapped:
        return UNKNOWN
    bound = bind(run, signature, given, title)
    values = {k: v for k, (_, v) in bound.items()}
    star = next((p for p in signature.parameters if p.kind == "args"), None)
    if star is not None and not given.open_places:
        rest = [v for _, v in given.places[len(signature.positional) :]]
        values[star.name] = Items("tuple", rest, home=run.context)
    double = next((p for p in signature.parameters if p.kind == "kwargs"), None)
    if double is not None and not given.open_names:
        values[double.name] = Table(
            {k: v for k, (_, v) in given.names.items() if k not in bound}, home=run.context
        )
    if given.open_places or given.open_names:
        for p in signature.parameters:
            if p.kind not in ("args", "kwargs"):
                values.setdefault(p.name, UNKNOWN)
    return follow_bound(run, function, values)


def follow_bound(run: Run, function: Function, values: dict[str, Value]) -> Value:
    """Follow a function with its receiver as first parameter."""
    args = [*function.node.args.posonlyargs, *function.node.args.args]
    if function.receiver is not None and args:
        values = {args[0].arg: function.receiver, **values}
        function.node._owner = function.owner  # type: ignore[union-attr]  # noqa: SLF001
        function.node._receiver = function.receiver  # type: ignore[union-attr]  # noqa: SLF001
    return follow(run, function, values)


def _call_api(run: Run, function: ApiFunction, given: Arguments) -> Value:
    callee = function.callee
    if callee.name == "__init__" or callee.kind == "class":
        # super().__init__(...): forwarded keywords are checked where they are given.
        if not given.open_names and not given.open_places and not _scene_init(function):
            bind(run, callee.signature, given, callee.name, callee)
        return UNKNOWN
    bound = bind(run, callee.signature, given, callee.name, callee)
    check_kinds(run, callee, given.names | bound if given.names else bound)
    if callee.signature.has("args"):
        star = next(p for p in callee.signature.parameters if p.kind == "args")
        for argument in given.places[len(callee.signature.positional) :]:
            check_kinds(run, callee, {star.name: argument})
    if callee.name in ("set_color", "set_fill", "set_stroke") and given.places:
        check_color(run, *given.places[0])
    receiver = function.receiver
    if callee.name == "add_updater" and given.places:
        _check_updater(run, function, *given.places[0])
    value = _callbacks(run, given, _method_argument(function))
    if function.animated and isinstance(receiver, Instance):
        special_method(run, function, given, UNKNOWN)
        return Builder(receiver, chained=True)
    if callee.name == "always_redraw":
        return value
    result = from_annotation(callee.signature.returns, run.api, receiver)
    if callee.owner == "Scene" or receiver is not None:
        result = special_method(run, function, given, result)
    return result


def _scene_init(function: ApiFunction) -> bool:
    return isinstance(function.receiver, Instance) and is_a(function.receiver.cls, "Scene")


def _check_updater(run: Run, function: ApiFunction, node: ast.expr, value: Value) -> None:
    """Report an updater that takes other arguments than it is called with."""
    if not isinstance(value, Function) or value.wrapped:
        return
    positional = signature_of(value.node).positional[1 if value.receiver is not None else 0 :]
    required = [p.name for p in positional if p.required]
    of_scene = function.callee.owner == "Scene"
    timed = not of_scene and "dt" in [p.name for p in positional]
    wanted = 2 if timed else 1
    if len(required) > wanted or (not positional and not signature_of(value.node).has("args")):
        takes = "dt" if of_scene else "the mobject, and dt if it has a parameter of that name"
        run.report(
            "wrong-arguments",
            node,
            f"This updater takes {counted(len(required), 'argument')}, and is called with {takes}.",
            "Take dt alone: lambda dt: f(dt)."
            if of_scene
            else "Take m, or m and dt: lambda m, dt: f(m, dt).",
        )


def _method_argument(function: ApiFunction) -> Value:
    """Return what a callback given to a method is called with."""
    match function.callee.name:
        case "add_updater" | "become" | "apply_to_family":
            receiver = function.receiver
            return receiver if isinstance(receiver, Instance) and not is_a(receiver.cls, "Scene") else UNKNOWN
        case "plot" | "plot_parametric_curve" | "get_area":
            return Number()
        case _:
            return UNKNOWN


def _callback_argument(name: str, given: Arguments) -> Value:
    if name in ("UpdateFromFunc", "UpdateFromAlphaFunc") and given.places:
        return given.places[0][1]
    return Number() if name == "FunctionGraph" else UNKNOWN


def _callbacks(run: Run, given: Arguments, argument: Value) -> Value:
    """Follow functions that are given as arguments: whoever takes them calls them."""
    result: Value = UNKNOWN
    for _, value in (*given.places, *given.names.values()):
        if not isinstance(value, Function) or value.wrapped:
            continue
        args = [*value.node.args.posonlyargs, *value.node.args.args]
        if value.receiver is not None:
            args = args[1:]
        # "lambda m, i=i:" keeps its i; whoever takes a named function may give all of it.
        kept = len(value.node.args.defaults) if isinstance(value.node, ast.Lambda) else 0
        values: dict[str, Value] = {a.arg: UNKNOWN for a in args[: len(args) - kept]}
        if args and argument is not UNKNOWN and len(args) <= 2:
            values[args[0].arg] = argument
        with run.branch():
            result = follow_bound(run, value, values)
    return result
