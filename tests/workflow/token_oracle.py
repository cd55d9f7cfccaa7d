"""The token game of BPMN, played slowly and plainly, to hold the engine against."""

from haidang.workflow.conditions import CHOICE
from haidang.workflow.plan import Kind


class TokenGame:
    """Tokens lie on arrows or rest at nodes; each carries the decision taken last on its way."""

    def __init__(self, plan):
        self.plan = plan
        self.moving, self.resting, self.armed, self.inside = [], [], set(), []
        self.decisions = {}
        self._enter("", "")
        self._settle()

    @property
    def waiting(self):
        return {node for node, _choice in self.resting} | self.armed

    @property
    def has_ended(self):
        return not self.moving and not self.resting and not self.inside

    def complete(self, node, choice):
        self.resting.remove(next(token for token in self.resting if token[0] == node))
        if self.plan.nodes[node].task:
            self.decisions[node] = choice
        self._disarm(node)
        self._leave(node, choice)
        self._settle()

    def fire(self, node):
        timer = self.plan.timer(node)
        if not timer.attached_to:
            choice = next(choice for name, choice in self.resting if name == node)
            self.complete(node, choice)
            return
        if timer.interrupts:
            self._disarm(timer.attached_to)
            self._clear(timer.attached_to)
        else:
            self.armed.discard(node)
        self._leave(node, "")
        self._settle()

    def _enter(self, scope, choice):
        (start,) = [node for node in self.plan.inside(scope) if node.kind is Kind.START]
        self._leave(start.id, choice)

    def _leave(self, node, choice):
        self.moving += [(flow, choice) for flow in self.plan.outgoing[node]]

    def _arm(self, host):
        self.armed |= {node.id for node in self.plan.nodes.values() if node.timer and node.timer.attached_to == host}

    def _disarm(self, host):
        self.armed -= {node.id for node in self.plan.nodes.values() if node.timer and node.timer.attached_to == host}

    def _clear(self, host):
        """Takes everything away that is in a step or sub-process."""
        self.resting = [token for token in self.resting if token[0] != host and not self._lies_in(token[0], host)]
        self.moving = [token for token in self.moving if not self._lies_in(token[0].source, host)]
        self.inside = [scope for scope in self.inside if scope != host and not self._lies_in(scope, host)]
        self.armed = {node for node in self.armed if not self._lies_in(node, host)}

    def _lies_in(self, node, scope):
        parent = self.plan.nodes[node].scope
        return bool(parent) and (parent == scope or self._lies_in(parent, scope))

    def _settle(self):
        """Moves tokens on until all rest or wait before a gateway for others."""
        while self._one_step():
            pass

    def _one_step(self):
        for token in self.moving:
            flow, choice = token
            node = self.plan.nodes[flow.target]
            if node.kind is Kind.PARALLEL:
                needed = [
                    next((each for each in self.moving if each[0] is arrow), None)
                    for arrow in self.plan.incoming[node.id]
                ]
                if None in needed:
                    continue
                for each in needed:
                    self.moving.remove(each)
                self._leave(node.id, "")
                return True
            self.moving.remove(token)
            self._arrive(node, choice)
            return True
        for scope in self.inside:
            busy = (
                [name for name, _choice in self.resting] + [flow.source for flow, _choice in self.moving] + self.inside
            )
            if not any(self._lies_in(name, scope) for name in busy):
                self.inside.remove(scope)
                self._disarm(scope)
                self._leave(scope, "")
                return True
        return False

    def _arrive(self, node, choice):
        if node.is_waiting:
            self.resting.append((node.id, choice))
            self._arm(node.id)
        elif node.kind is Kind.SUBPROCESS:
            self.inside.append(node.id)
            self._arm(node.id)
            self._enter(node.id, "")
        elif node.kind is Kind.CHOICE:
            self.moving.append((self._way(node, choice), choice))

    def _way(self, node, choice):
        def value(name):
            return choice if name == CHOICE else self.decisions.get(name, "")

        flows = self.plan.outgoing[node.id]
        chosen = [flow for flow in flows if flow.condition and flow.id != node.default and flow.condition.holds(value)]
        return chosen[0] if chosen else self.plan.flows[node.default] if node.default else flows[0]
