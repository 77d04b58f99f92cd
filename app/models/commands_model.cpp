// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commands_model.h"

#include "models/fuzzy_match.h"

#include <algorithm>
#include <ranges>

namespace causeway::app::models {

namespace {

constexpr std::size_t kShown = 50; // nobody reads further; typing on is quicker

constexpr std::array<Column<Command>, 3> kColumns{{
    {"title", Unit::Text, [](const Command& c) -> QVariant { return c.title; }},
    {"detail", Unit::Text, [](const Command& c) -> QVariant { return c.detail; }},
    {"shortcut", Unit::Text, [](const Command& c) -> QVariant { return c.shortcut; }},
}};

Command objectCommand(const domain::Selection& selection, const QString& title,
                      const QString& detail, const char* icon) {
    return {selection.id(), title, detail, {}, QLatin1String(icon), selection, {}};
}

} // namespace

CommandsModel::CommandsModel(QObject* parent) : RowsModel(kColumns, parent) {}

void CommandsModel::setCommands(std::vector<Command> commands) {
    m_commands = std::move(commands);
    rank();
}

void CommandsModel::setObjects(const store::Store& store) {
    m_objects.clear();
    for (const domain::Cluster& cluster : store.fleet().clusters)
        m_objects.push_back(objectCommand(domain::ClusterRef{cluster.name}, cluster.name,
                                          cluster.region, "cluster"));
    for (const auto& [ref, service] : store.inventory().services())
        if (!service.mirrorOf)
            m_objects.push_back(objectCommand(domain::ServiceSelection{ref}, ref.shortName(),
                                              ref.cluster, "service"));
    for (const auto& [ref, link] : store.inventory().links())
        m_objects.push_back(
            objectCommand(ref, ref.from + QStringLiteral(" → ") + ref.to, ref.name(), "link"));
    rank();
}

void CommandsModel::setQuery(const QString& query) {
    if (query == m_query)
        return;
    m_query = query;
    rank();
}

void CommandsModel::rank() {
    if (m_query.trimmed().isEmpty()) {
        resetRows(m_commands);
        return;
    }
    std::vector<std::pair<int, Command>> found;
    for (const auto* list : {&m_commands, &m_objects})
        for (const Command& command : *list)
            if (const auto match = fuzzyMatch(m_query.simplified(), command.title)) {
                found.emplace_back(match->score, command);
                found.back().second.matched = match->positions;
            }
    std::ranges::stable_sort(found, std::ranges::greater{}, &std::pair<int, Command>::first);
    std::vector<Command> rows;
    for (auto& [score, command] : found | std::views::take(kShown))
        rows.push_back(std::move(command));
    resetRows(std::move(rows));
}

QVariant CommandsModel::rowData(const Command& command, int role) const {
    switch (role) {
    case IdRole:
        return command.id;
    case CommandIdRole:
        return command.selection.isFleet() ? command.id : QString();
    case SelectionRole:
        return QVariant::fromValue(command.selection);
    case MatchedRole:
        return QVariant::fromValue(command.matched);
    case IconRole:
        return command.icon;
    case SearchRole:
        return command.title;
    default:
        return {};
    }
}

} // namespace causeway::app::models
