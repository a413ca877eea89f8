package specloom

// change is one step back.
type change struct {
	members object
	name    string
	before  any
	was     bool
	text    *gathered
	length  int
	list    *keyed
	key     entry
}

func (f *fold) undo(mark int) {
	for i := len(f.journal) - 1; i >= mark; i-- {
		c := &f.journal[i]
		switch {
		case c.text != nil:
			c.text.cut(c.length)
		case c.list != nil:
			if at, there := c.list.find(c.key); there && c.was {
				c.list.entries[at].slot = c.before
			} else if there {
				c.list.remove(at)
			}
		case c.was:
			c.members[c.name] = c.before
		default:
			delete(c.members, c.name)
		}
	}
	f.journal = f.journal[:mark]
}

func (f *fold) set(members object, name string, slot any) {
	before, was := members[name]
	f.journal = append(f.journal, change{members: members, name: name, before: before, was: was})
	members[name] = slot
}

func (f *fold) drop(members object, name string) {
	if before, was := members[name]; was {
		f.journal = append(f.journal, change{members: members, name: name, before: before, was: true})
		delete(members, name)
	}
}
