// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/look.h"

namespace causeway::app::store {

Total Look::total(const domain::Selection& selection) const {
    if (const auto* key = selection.as<domain::EdgeKey>()) {
        const EdgeRow* row = edge(*key);
        return row != nullptr ? Total{row->now, row->baseline, row->stale} : Total();
    }
    return totals.value(selection.id());
}

const EdgeRow* Look::edge(const domain::EdgeKey& key) const {
    const auto place = places ? places->constFind(key) : QHash<domain::EdgeKey, std::size_t>::const_iterator();
    return places && place != places->cend() ? &edges[*place] : nullptr;
}

} // namespace causeway::app::store
