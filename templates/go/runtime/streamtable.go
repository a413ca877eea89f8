package specloom

type action uint8

const (
	createAction action = iota
	refreshAction
	patchAction
	closeAction
	setAction
)

// streamTable says how a union of events folds into objects.
type streamTable struct {
	tag, data          string
	end, error, ignore []string
	targets            []targetTable
	constants          map[string]object // what an event's record declares as constant, by tag
	read               func(data []byte) (any, error)
	patchOf            func(event any, w *way) (patch, bool)
}

type targetTable struct {
	name              string
	shape             *shape
	id, object, delta []string // steps into the event
	hasID, creates    bool
	actions           []actionTable
}

type actionTable struct {
	tag    string
	action action
	rules  *recordRules // patchAction
}

// streamed are the members of an object that its root deltas grow.
func (t *targetTable) streamed() map[string]bool {
	names := map[string]bool{}
	for _, one := range t.actions {
		if one.rules != nil {
			for i := range one.rules.members {
				if m := &one.rules.members[i]; m.rule != skipRule {
					names[m.into] = true
				}
			}
		}
	}
	return names
}

func (t *targetTable) rules() *recordRules {
	for _, one := range t.actions {
		if one.rules != nil {
			return one.rules
		}
	}
	return nil
}

// follow finds what lies at steps into a document.
func follow(document any, steps []string) slotOf {
	for _, name := range steps {
		members, ok := document.(object)
		if !ok {
			return slotOf{}
		}
		next, there := members[name]
		if !there {
			return slotOf{}
		}
		document = next
	}
	return slotOf{document, true}
}

func pointerOf(steps []string) string {
	var at *place
	for _, name := range steps {
		at = at.member(name)
	}
	return at.pointer()
}
