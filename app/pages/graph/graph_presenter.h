// SPDX-License-Identifier: GPL-3.0-or-later
// What the graph page shows: the call graph at a level of detail, and the same edges as a table,
// both through the one filter. Owns the table's models; paints nothing. GUI thread.
#pragma once

#include "models/edges_model.h"
#include "models/row_filter.h"
#include "pages/common/context.h"
#include "pages/graph/graph_totals.h"
#include "widgets/graph_painter.h"

#include <QObject>

#include <optional>

namespace causeway::app::pages {

class GraphPresenter final : public QObject {
    Q_OBJECT
public:
    explicit GraphPresenter(const Context& context, QObject* parent = nullptr);

    void refresh();
    // Until somebody chooses, the finest level that one can still read.
    void setLevel(int level) { m_chosen = GraphLevel(level); }
    [[nodiscard]] int level() const { return int(m_level); }
    [[nodiscard]] static bool hasLevel(int level) {
        return level >= int(GraphLevel::Clusters) && level <= int(GraphLevel::Services);
    }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString subtitle() const;
    [[nodiscard]] const widgets::GraphContent& graph() const { return m_graph; }
    [[nodiscard]] models::RowFilter* table() { return &m_rows; }

    [[nodiscard]] QString filterText() const { return m_context.view.filter().text(); }
    // What is wrong with the filter, in words; empty: nothing.
    [[nodiscard]] QString filterProblem() const;
    void setFilter(const QString& text) { m_context.view.filter().setText(text); }

    // What of the graph the shared selection is, or an empty id.
    [[nodiscard]] QString selectedId() const;
    void select(const QString& id);
    void open(const QString& id);
    void selectRow(const QModelIndex& index);

private:
    [[nodiscard]] GraphLevel readableLevel() const;
    [[nodiscard]] std::vector<bool> hits() const;
    [[nodiscard]] widgets::GraphNode node(const NodeKey& key, const Total& total) const;
    [[nodiscard]] widgets::GraphEdge edge(const NodeKey& from, const NodeKey& to,
                                          const Total& total) const;

    Context m_context;
    models::EdgesModel m_edges;
    models::RowFilter m_rows;
    std::optional<GraphLevel> m_chosen;
    GraphLevel m_level = GraphLevel::Services; // what m_graph is of
    widgets::GraphContent m_graph;
};

} // namespace causeway::app::pages
