//! Lists by key: each entry of a delta acts on the entry with its key.

use super::delta_error::DeltaCode;
use super::fold::{Crumb, Fold, Outcome};
use super::journal::{pointer_of, Back, Step};
use super::rules::{KeyFault, MemberRule, Parts};
use super::slots::{Entry, Grown, Keyed, Slot};
use serde_json::Value;

impl Fold {
    /// Applies the entries of a list in list order; the way leads to the list.
    pub(crate) fn entries(
        &mut self,
        rule: &'static MemberRule,
        into: &'static str,
        grown: &mut Grown,
        items: &[Value],
    ) -> Outcome {
        if let Some(slot) = grown.members.get_mut(into).filter(|slot| !slot.is_null()) {
            return match slot.lift_list(rule) {
                Some(list) => self.items(rule, list, items),
                None => Err(self.refuse(DeltaCode::InvalidType, &[])),
            };
        }
        let mark = self.mark();
        let mut list = Keyed::new(rule);
        self.items(rule, &mut list, items)?;
        self.forget(mark);
        if !list.entries.is_empty() {
            self.way.pop();
            self.set(grown, into.into(), Slot::List(list));
        }
        Ok(())
    }

    fn items(&mut self, rule: &'static MemberRule, list: &mut Keyed, items: &[Value]) -> Outcome {
        for (index, item) in items.iter().enumerate() {
            let (mark, depth) = (self.mark(), self.way.len());
            self.crumbs.push(Crumb::Item(index));
            let done = self.entry(rule, list, item);
            self.way.truncate(depth);
            self.crumbs.pop();
            if let Err(fault) = done {
                if self.strict {
                    return Err(fault);
                }
                self.undo_in_list(list, mark);
                self.notes.push(fault);
            }
        }
        Ok(())
    }

    fn entry(&mut self, rule: &'static MemberRule, list: &mut Keyed, item: &Value) -> Outcome {
        let Value::Object(delta) = item else {
            return Err(self.refuse(DeltaCode::InvalidType, &[]));
        };
        let key = rule.key_of(delta).map_err(|fault| match fault {
            KeyFault::Missing(name) => self.refuse(DeltaCode::MissingKey, &[name]),
            KeyFault::Bad(name) => self.refuse(DeltaCode::BadKey, &[name]),
        })?;
        let mark = self.mark();
        self.way.push(Step::Entry(key.clone()));
        match list.find(&key) {
            Ok(at) => {
                let Some(given) = list.entries[at].slot.lift() else {
                    if let Parts::Union(rules) = rule.parts {
                        self.tag_of(rules, delta)?;
                    }
                    return Err(self.refuse(DeltaCode::InvalidType, &[]));
                };
                self.object(rule, given, false, delta, rule.key)?;
                self.soil(mark, false);
            }
            Err(at) => {
                let mut made = Grown::default();
                self.object(rule, &mut made, true, delta, rule.key)?;
                self.forget(mark);
                self.created.push(pointer_of(&self.way));
                self.soil(mark, true);
                self.way.pop();
                list.insert(
                    at,
                    Entry {
                        key: key.clone(),
                        slot: Slot::Object(made),
                    },
                );
                self.note_change(Back::Entry(key, None));
            }
        }
        Ok(())
    }
}
