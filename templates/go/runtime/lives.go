package specloom

import "iter"

// life is one object of a target.
type life struct {
	living
	id     string
	closed bool
}

type early struct {
	index int
	delta any
	there bool
	rules *recordRules
}

// course is what a target has gathered.
type course struct {
	table *targetTable
	lives []*life
	byID  map[string]*life
	early map[string][]early
}

// replace puts a whole object where the one before was.
func (c *course) replace(one *life, id string, whole object, closed bool) {
	if one == nil {
		one = &life{id: id}
		c.lives = append(c.lives, one)
		c.byID[id] = one
	}
	one.root, one.closed = &grown{members: whole}, closed
	one.hide()
}

func (c *course) refresh(one *life, whole object) {
	streamed := c.table.streamed()
	for name, part := range whole {
		if !streamed[name] {
			one.root.members[name] = part
		}
	}
	one.root.made = nil
	one.hide()
}

func only[S any](c *course, read func([]byte) (S, error)) *S {
	if len(c.lives) == 0 {
		return nil
	}
	return shown(&c.lives[0].living, read)
}

// Gathered holds the objects of one target of a stream, in the order in which they began.
type Gathered[S any] struct {
	course *course
	read   func([]byte) (S, error)
}

// Len is the number of objects.
func (g Gathered[S]) Len() int { return len(g.course.lives) }

// Get is the object with an id as it is now, for reading only; nil if there is none.
func (g Gathered[S]) Get(id string) *S {
	if one := g.course.byID[id]; one != nil {
		return shown(&one.living, g.read)
	}
	return nil
}

// All gives every object with its id.
func (g Gathered[S]) All() iter.Seq2[string, *S] {
	return func(yield func(string, *S) bool) {
		for _, one := range g.course.lives {
			if !yield(one.id, shown(&one.living, g.read)) {
				return
			}
		}
	}
}

// Closed says whether the object with an id is final.
func (g Gathered[S]) Closed(id string) bool {
	one := g.course.byID[id]
	return one != nil && one.closed
}
