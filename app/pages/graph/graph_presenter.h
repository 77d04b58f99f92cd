// SPDX-License-Identifier: GPL-3.0-or-later
// What the graph page shows: the call graph at a level of detail, and the same edges as a table,
// both through the one filter. A large fleet's is made on a worker and comes with pictureChanged().
// Owns the table's model; paints nothing. GUI thread.
#pragma once

#include "jobs/job.h"
#include "pages/common/context.h"
#include "pages/graph/graph_picture.h"

#include <QObject>

#include <optional>

namespace causeway::app::pages {

class GraphPresenter final : public QObject {
    Q_OBJECT
public:
    explicit GraphPresenter(const Context& context, QObject* parent = nullptr);

    // Edges of which the picture is made at once.
    static constexpr std::size_t kAtOnce = 2000;

    void refresh();
    // Until somebody chooses, the finest level that one can still read.
    void setLevel(int level) { m_chosen = GraphLevel(level); }
    [[nodiscard]] int level() const { return int(m_chosen.value_or(m_picture.level)); }
    [[nodiscard]] static bool hasLevel(int level) {
        return level >= int(GraphLevel::Clusters) && level <= int(GraphLevel::Services);
    }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString subtitle() const;
    [[nodiscard]] const std::shared_ptr<const widgets::GraphContent>& graph() const {
        return m_picture.graph;
    }
    [[nodiscard]] models::EdgesModel* table() { return &m_edges; }
    // Somebody points at a row of the table: it stays where it is.
    void holdOrder(bool hold) { m_hold = hold; }

    [[nodiscard]] QString filterText() const { return m_context.view.filter().text(); }
    // What is wrong with the filter, in words; empty: nothing.
    [[nodiscard]] QString filterProblem() const;
    void setFilter(const QString& text) { m_context.view.filter().setText(text); }

    // What of the graph the shared selection is, or an empty id.
    [[nodiscard]] QString selectedId() const;
    void select(const QString& id);
    void open(const QString& id);
    void selectRow(const QModelIndex& index);

Q_SIGNALS:
    void pictureChanged();

private:
    [[nodiscard]] GraphLevel readableLevel() const;
    [[nodiscard]] GraphRequest request() const;
    void make();
    void show(GraphPicture picture);

    Context m_context;
    models::EdgesModel m_edges;
    std::optional<GraphLevel> m_chosen;
    GraphPicture m_picture;
    jobs::Job m_job;
    bool m_again = false; // something changed while the job ran
    bool m_hold = false;
};

} // namespace causeway::app::pages
