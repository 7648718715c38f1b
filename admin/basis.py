# SPDX-License-Identifier: EUPL-1.2
"""Base of all beheer pages: a permission on every route, nothing exposed that is not declared."""

from collections.abc import Callable, Iterable
from functools import partial, update_wrapper
from typing import Any, TypeVar, cast

from flask import Blueprint
from flask_admin import Admin, BaseView, expose
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.permissions import Permission, mag
from portal.web.access import MERK, needs

OOK_POST = ("GET", "POST")
View = TypeVar("View", bound=Callable[..., Any])
Antwoord = str | Response | tuple[str, int]
Route = tuple[str, str, Callable[..., Any], Iterable[str]]


def adres(regel: str, methoden: Iterable[str] = ("GET",)) -> Callable[[View], View]:
    """Flask-Admin's ``expose``, with types: the method answers to ``regel`` below the view."""
    return cast(Callable[[View], View], expose(regel, methods=methoden))


class _Samen(type(BaseView)):  # type: ignore[misc]
    """Flask-Admin copies inherited views into every class, where the copy of one parent would hide
    the view that another parent gives instead. Here only own views stay."""

    def __init__(cls, naam: str, ouders: tuple[type, ...], eigen: dict[str, Any]) -> None:
        super().__init__(naam, ouders, eigen)
        for attr in [a for a in vars(cls) if a not in eigen and hasattr(vars(cls)[a], "_urls")]:
            delattr(cls, attr)


class Basis(BaseView, metaclass=_Samen):  # type: ignore[misc]  # Flask-Admin has no types
    """A page or a group of pages in one of the two menus.

    Every route asks for ``permission`` unless ``@needs`` on the method says another. ``weg`` names
    routes of Flask-Admin that this view does not have: no verb, no address.
    """

    permission: Permission
    weg: frozenset[str] = frozenset()

    def create_blueprint(self, admin: Admin) -> Blueprint:
        """Flask-Admin's own, without its static files and with the permissions."""
        self.admin = admin
        self.adressen: set[str] = set()
        self.blueprint = Blueprint(self.endpoint, __name__, url_prefix=self.url)
        for regel, naam, view, methoden in self.routes():
            self.blueprint.add_url_rule(regel, naam, view, methods=methoden)
            self.adressen.add(naam)
        return self.blueprint

    def routes(self) -> Iterable[Route]:
        """Rule, name, marked view and methods of all that this view answers to."""
        for regel, naam, methoden in self._urls:
            if naam not in self.weg:
                yield regel, naam, self.merk(getattr(self, naam)), methoden

    def merk(self, methode: Callable[..., Any]) -> Callable[..., Any]:
        """The method as a view of its own, so that marks are not shared between classes."""
        view = update_wrapper(partial(methode), methode)
        return view if MERK in vars(view) else needs(self.permission)(view)

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call it; Flask-Admin's own would take a TypeError inside for another signature."""
        return fn(self, *args, **kwargs)

    def is_accessible(self) -> bool:
        """Whether the menu shows it; the routes themselves are guarded by their marks."""
        return self.mag_met(self.permission)

    def mag_met(self, permission: Permission) -> bool:
        """Whether who looks has ``permission``."""
        return mag(permission, current_user)

    def render(self, template: str, **waarden: Any) -> str:
        """Render with the menu and without what Flask-Admin adds for its own templates."""
        self._template_args.setdefault("menu", _menu(self))
        return str(super().render(template, **waarden))


def _menu(huidig: Basis) -> list[tuple[str, str, bool]]:
    """Name, address and "is it this one" of each page that may be seen."""
    return [
        (view.name, view.get_url(f"{view.endpoint}.{view._default_view}"), view is huidig)
        for view in huidig.admin._views
        if view.is_visible() and view.is_accessible()
    ]
