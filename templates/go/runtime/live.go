package specloom

// A typed object that was made of a snapshot follows deltas that append text or change entries of lists: the text's
// field is looked up and set, which costs the same however long the text is, and an entry alone is made anew. Any
// other change makes the whole object anew when it is asked for.

// grownText is text that a delta has appended.
type grownText struct {
	at    *place
	text  *gathered
	piece string
}

// holder is a struct that gives pointers to its fields by the names of their members.
type holder interface{ find(name string) any }

// indexed is a list of objects. put puts an entry where it was, or after the last.
type indexed interface {
	item(position int) any
	put(position int, data []byte) bool
}

// fieldOf points to what lies in a member of a typed object, nil where there is no such field.
func fieldOf(typed any, name string) any {
	if one, ok := typed.(holder); ok {
		return one.find(name)
	}
	return nil
}

// itemOf points to an item of a list in a typed object, nil where there is none.
func itemOf(typed any, position int) any {
	if list, ok := typed.(indexed); ok {
		return list.item(position)
	}
	return nil
}

// held points to a record that may not be there.
func held[T any](record *T) any {
	if record == nil {
		return nil
	}
	return record
}

// setText makes a field hold a text.
func setText(field any, text *gathered) bool {
	switch field := field.(type) {
	case *string:
		*field = text.text()
	case **string:
		if *field == nil {
			*field = new(string)
		}
		**field = text.text()
	case *Opt[string]:
		*field = Some(text.text())
	default:
		return false
	}
	return true
}

type recordItems[T any] struct {
	list *[]T
	read func(*cursor) T
}

func (l recordItems[T]) item(position int) any {
	if position >= len(*l.list) {
		return nil
	}
	return &(*l.list)[position]
}

func (l recordItems[T]) put(position int, data []byte) bool {
	return putItem(l.list, position, data, l.read)
}

type unionItems[T any] struct {
	list *[]T
	read func(*cursor) T
}

func (l unionItems[T]) item(position int) any {
	if position >= len(*l.list) {
		return nil
	}
	return (*l.list)[position]
}

func (l unionItems[T]) put(position int, data []byte) bool {
	return putItem(l.list, position, data, l.read)
}

func putItem[T any](list *[]T, position int, data []byte, read func(*cursor) T) bool {
	value, err := from(data, read)
	switch {
	case err != nil || position > len(*list):
		return false
	case position == len(*list):
		*list = append(*list, value)
	default:
		(*list)[position] = value
	}
	return true
}

// dirtyEntry is an entry of a list that has changed in other ways than by growing text.
type dirtyEntry struct {
	at      *place
	list    *keyed
	changes int
	isNew   bool
}

// otherChanges counts the steps of the journal since a mark that are not text that grew.
func (f *fold) otherChanges(mark int) int {
	others := 0
	for i := mark; i < len(f.journal); i++ {
		if f.journal[i].text == nil {
			others++
		}
	}
	return others
}

// soil notes that an entry has to be made anew, unless entries inside it account for all that has changed.
func (f *fold) soil(at *place, list *keyed, isNew bool, mark, dirty int) {
	changes := f.otherChanges(mark)
	for _, inner := range f.dirty[dirty:] {
		changes -= inner.changes
	}
	if changes > 0 {
		f.dirty = append(f.dirty[:dirty], dirtyEntry{at, list, f.otherChanges(mark), isNew})
	}
}

// locate goes to a place in a typed object; nil where it has no field.
func locate(typed any, at *place) any {
	switch {
	case at == nil:
		return typed
	case at.index >= 0:
		return itemOf(locate(typed, at.above), at.position)
	}
	return fieldOf(locate(typed, at.above), at.shown)
}

// follow brings a typed object up to date after a delta, if only texts and entries of lists have changed.
func (f *fold) follow(typed any) bool {
	changes := f.otherChanges(0)
	for _, entry := range f.dirty {
		changes -= entry.changes
	}
	if changes != 0 {
		return false
	}
	for _, entry := range f.dirty {
		list, ok := locate(typed, entry.at.above).(indexed)
		position := entry.at.position
		isLast := position == len(entry.list.entries)-1
		if !ok || entry.isNew && !isLast || entry.isNew != (list.item(position) == nil) {
			return false
		}
		if !list.put(position, write(nil, view(entry.list.entries[position].slot))) {
			return false
		}
	}
	for i := range f.texts {
		if !setText(locate(typed, f.texts[i].at), f.texts[i].text) {
			return false
		}
	}
	return true
}
