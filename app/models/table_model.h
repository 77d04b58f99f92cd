// SPDX-License-Identifier: GPL-3.0-or-later
// The base of every table in the console: rows are plain structs, columns a constant list of
// (key, unit, value). Values are numbers with a unit, never text made of them; nothing is
// translated and nothing has a colour. A row keeps its place as long as its id lives: views sort
// through a proxy. On the GUI thread, owned by who shows it.
#pragma once

#include <QAbstractTableModel>

namespace causeway::app::models {

// Every cell answers to every role; what a row does not have is an invalid QVariant ("not measured"
// for a figure). Qt::DisplayRole is ValueRole, so that plain views, sorting and copying work.
enum Role {
    ValueRole = Qt::UserRole + 1, // number, string, bool or QDateTime of this cell
    UnitRole,                     // models::Unit of this column
    ColumnKeyRole, // QString, also in headerData: "p95", to be translated by who shows it
    IdRole,        // QString, stable for the life of the row
    SelectionRole, // domain::Selection: what a click on the row selects
    HealthRole,    // int of domain::Health
    VerdictRole,   // domain::Verdict
    ClusterRole,   // QString: whose data this is
    StaleRole,     // bool: to be shown hatched
    SearchRole,    // QString: everything a plain text search looks at
};

// How to show a column's values. Health: a word of domain::name(Health); Condition, Severity and
// CertificateKind: the int of that enumeration.
enum class Unit {
    Text,
    Count,
    PerSecond,
    Milliseconds,
    Share, // 0…1; a change may be below 0
    Bytes,
    Time, // QDateTime, UTC
    Flag,
    Health,
    Condition,
    Severity,
    CertificateKind,
};

class TableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] virtual QString columnKey(int column) const = 0;
    // -1 when there is none.
    [[nodiscard]] int columnOf(QStringView key) const;
    // The value that the filter language knows by this name; invalid when a row has none. As a rule
    // that of the column with this key; "text" is what a plain word is searched in.
    [[nodiscard]] virtual QVariant field(int row, QStringView name) const;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
};

} // namespace causeway::app::models

Q_DECLARE_METATYPE(causeway::app::models::Unit)
