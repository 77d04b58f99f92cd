// SPDX-License-Identifier: GPL-3.0-or-later
// What the palette offers, best match first: the shell's commands (text already translated there)
// and the objects of the mesh, which it finds in the store. Columns: title, detail, shortcut.
// Activating is the shell's work: it reads CommandIdRole or SelectionRole. On the GUI thread.
#pragma once

#include "models/rows_model.h"
#include "store/store.h"

namespace causeway::app::models {

struct Command {
    QString id; // "page.links", "time.live"; for an object its selection's id
    QString title;
    QString detail; // what it does, or which cluster the object is in
    QString shortcut;
    QString icon;                // name in resources/icons
    domain::Selection selection; // objects only
    QList<int> matched;          // positions in the title that the query hit
    bool operator==(const Command&) const = default;
};

class CommandsModel final : public RowsModel<Command> {
    Q_OBJECT
public:
    enum CommandRole {
        CommandIdRole = Qt::UserRole + 201, // empty for objects
        MatchedRole,                        // QList<int>
        IconRole,
    };
    explicit CommandsModel(QObject* parent = nullptr);

    void setCommands(std::vector<Command> commands);
    void setObjects(const store::Store& store);
    [[nodiscard]] const QString& query() const { return m_query; }
    // Fuzzy: the letters in order, words' beginnings first. Empty: all commands, no objects.
    void setQuery(const QString& query);

protected:
    [[nodiscard]] QVariant rowData(const Command& command, int role) const override;

private:
    void rank();

    std::vector<Command> m_commands;
    std::vector<Command> m_objects;
    QString m_query;
};

} // namespace causeway::app::models
