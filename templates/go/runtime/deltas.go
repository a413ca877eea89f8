package specloom

func mergeAll[S, D any](growth *growth[S, D], snapshot S, deltas []D) (S, error) {
	a := newAccumulator(growth, &snapshot, Strict)
	for _, delta := range deltas {
		if err := a.Push(delta); err != nil {
			return snapshot, err
		}
	}
	return a.Snapshot(), nil
}

func composeAll[S, D any](growth *growth[S, D], deltas []D) (D, error) {
	var none D
	values := make([]any, len(deltas))
	for i, delta := range deltas {
		value, err := toValue(&delta)
		if err != nil {
			return none, err
		}
		values[i] = value
	}
	whole, fault := compose(growth.rules, values)
	if fault != nil {
		return none, fault
	}
	return growth.delta(write(nil, whole))
}

func diffOf[S, D any](growth *growth[S, D], before, after S) (D, error) {
	var none D
	said, err := diffValues(growth.rules, &before, &after)
	if err != nil {
		return none, err
	}
	return growth.delta(write(nil, said))
}

func diffValues(rules *recordRules, before, after any) (object, error) {
	one, err := toValue(before)
	if err != nil {
		return nil, err
	}
	two, err := toValue(after)
	if err != nil {
		return nil, err
	}
	first, _ := one.(object)
	second, ok := two.(object)
	if !ok {
		return nil, refuse(CodeInexpressible, nil)
	}
	said, fault := rules.diff(first, second, nil)
	if fault != nil {
		return nil, fault
	}
	return said, nil
}

func chunkOf[S, D any](growth *growth[S, D], delta D, size int) ([]D, error) {
	value, err := toValue(&delta)
	if err != nil {
		return nil, err
	}
	values, fault := chunk(growth.rules, value, size)
	if fault != nil {
		return nil, fault
	}
	pieces := make([]D, len(values))
	for i, value := range values {
		if pieces[i], err = growth.delta(write(nil, value)); err != nil {
			return nil, err
		}
	}
	return pieces, nil
}
