// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/events_model.h"

#include "models/values.h"

namespace causeway::app::models {

namespace {

using Row = domain::Event;

constexpr std::array<Column<Row>, 6> kColumns{{
    {"at", Unit::Time, [](const Row& r) { return valueOf(r.at); }},
    {"severity", Unit::Severity, [](const Row& r) -> QVariant { return int(r.severity); }},
    {"cluster", Unit::Text, [](const Row& r) -> QVariant { return r.cluster; }},
    {"kind", Unit::Text, [](const Row& r) -> QVariant { return r.kind; }},
    {"subject", Unit::Text, [](const Row& r) -> QVariant { return r.subject; }},
    {"message", Unit::Text, [](const Row& r) -> QVariant { return r.message; }},
}};

// What the event is about, as far as its subject is a name we know the form of.
domain::Selection selectionOf(const domain::Event& event) {
    if (const auto link = domain::LinkRef::parse(event.subject); !link.isNull())
        return link;
    return domain::ClusterRef{event.cluster};
}

} // namespace

EventsModel::EventsModel(QObject* parent) : RowsModel(kColumns, parent) {}

void EventsModel::refresh(const store::Store& store, const domain::TimeRange& range) {
    setRows(store.events(range));
}

QVariant EventsModel::rowData(const domain::Event& event, int role) const {
    switch (role) {
    case IdRole:
        return QString(event.cluster + u'/' + event.id);
    case SelectionRole:
        return QVariant::fromValue(selectionOf(event));
    case ClusterRole:
        return event.cluster;
    case SearchRole:
        return QString(event.kind + u' ' + event.subject + u' ' + event.message);
    default:
        return {};
    }
}

} // namespace causeway::app::models
