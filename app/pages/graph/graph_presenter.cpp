// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/graph/graph_presenter.h"

#include "pages/common/words.h"
#include "widgets/figures.h"

#include <set>

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

namespace {
constexpr double kQuantile = 0.95;
constexpr auto kArrow = " → "_L1;
constexpr std::size_t kReadableNodes = 160;
} // namespace

GraphPresenter::GraphPresenter(const Context& context, QObject* parent)
    : QObject(parent), m_context(context), m_rows(&m_edges) {}

QString GraphPresenter::title() const {
    return tr("Graph");
}

QString GraphPresenter::subtitle() const {
    const int nodes = int(m_graph.nodes.size());
    const int edges = int(m_graph.edges.size());
    return tr("%n node(s)", nullptr, nodes) + u", "_s + tr("%n edge(s)", nullptr, edges);
}

QString GraphPresenter::filterProblem() const {
    const auto& error = m_context.view.filter().error();
    if (!error)
        return {};
    const QString expected =
        error->expected.first(std::min<qsizetype>(4, error->expected.size())).join(tr(", "));
    return error->found.isEmpty() ? tr("the filter ends too early: expected %1").arg(expected)
                                  : tr("at %1: found “%2”, expected %3")
                                        .arg(error->position + 1)
                                        .arg(error->found, expected);
}

std::vector<bool> GraphPresenter::hits() const {
    const viewstate::FilterExpression& expression = m_context.view.filter().expression();
    std::vector<bool> result;
    for (int row = 0; row < m_edges.rowCount(); ++row)
        result.push_back(expression.isEmpty() || expression.matches([&](QStringView field) {
            return m_edges.field(row, field);
        }));
    return result;
}

GraphLevel GraphPresenter::readableLevel() const {
    const auto& services = m_context.inventory().services();
    if (services.size() <= kReadableNodes)
        return GraphLevel::Services;
    std::set<NodeKey> spaces;
    for (const auto& [ref, service] : services)
        spaces.insert(NodeKey::of(ref, GraphLevel::Namespaces));
    return spaces.size() <= kReadableNodes ? GraphLevel::Namespaces : GraphLevel::Clusters;
}

void GraphPresenter::refresh() {
    m_level = m_chosen.value_or(readableLevel());
    m_edges.refresh(m_context.store, m_context.view.time().window());
    const viewstate::FilterExpression expression = m_context.view.filter().expression();
    m_rows.setTest(expression.isEmpty() ? models::RowFilter::Test()
                                        : [expression](const models::RowFilter::Lookup& lookup) {
                                              return expression.matches(lookup);
                                          });
    const GraphTotals totals = GraphTotals::of(m_edges.rows(), hits(), m_level);
    widgets::GraphContent graph;
    for (const auto& [key, total] : totals.nodes)
        graph.nodes.push_back(node(key, total));
    for (const auto& [ends, total] : totals.edges)
        graph.edges.push_back(edge(ends.first, ends.second, total));
    m_graph = std::move(graph);
}

widgets::GraphNode GraphPresenter::node(const NodeKey& key, const Total& total) const {
    const domain::Cluster* cluster = m_context.store.fleet().cluster(key.cluster);
    const QString cloud = cluster != nullptr ? cluster->cloud : QString();
    const domain::Verdict verdict = total.verdict();
    widgets::GraphNode node;
    node.id = key.id();
    node.parent = key.coarser().id();
    node.name = key.name();
    node.cloud = cloud;
    if (m_level == GraphLevel::Clusters) {
        node.group = cloud;
        node.groupTitle = Words::cloud(cloud);
    } else {
        node.group = key.cluster;
        node.groupTitle = cluster != nullptr && !cluster->region.isEmpty()
                              ? key.cluster + u" · "_s + cluster->region
                              : key.cluster;
    }
    node.status = Words::status(verdict, total.stale);
    node.rate = widgets::perSecond(total.now.requestsPerSecond());
    node.latency = widgets::milliseconds(total.now.latencyMs(kQuantile));
    node.detail = tr("only calls others");
    node.hit = total.hit;
    node.description = u"%1, %2, p95 %3, %4"_s.arg(
        key.cluster, node.rate.isNull() ? widgets::notMeasuredDash() : node.rate.text(),
        node.latency.isNull() ? widgets::notMeasuredDash() : node.latency.text(),
        Words::describe(verdict));
    return node;
}

widgets::GraphEdge GraphPresenter::edge(const NodeKey& from, const NodeKey& to,
                                        const Total& total) const {
    widgets::GraphEdge edge;
    edge.from = from.id();
    edge.to = to.id();
    edge.id = edge.from + kArrow + edge.to;
    edge.traffic = total.now.requestsPerSecond().value_or(0);
    edge.status = Words::status(total.verdict(), total.stale);
    edge.hit = total.hit;
    const QString caller = widgets::milliseconds(total.now.latencyMs(kQuantile)).text();
    const auto callee = total.now.calleeLatencyMs(kQuantile);
    // Seen by the caller, seen by the callee: the difference is what lies between them.
    edge.label = callee && total.now.caller
                     ? u"%1 | %2"_s.arg(caller, widgets::milliseconds(callee).text())
                     : caller;
    edge.description = u"%1, %2"_s.arg(edge.label, Words::describe(total.verdict()));
    return edge;
}

QString GraphPresenter::selectedId() const {
    const domain::Selection& selection = m_context.view.navigation().selection();
    if (const auto* workload = selection.as<domain::WorkloadSelection>())
        return NodeKey::of(workload->ref, m_level).id();
    if (const auto* service = selection.as<domain::ServiceSelection>())
        return NodeKey::of(service->ref, m_level).id();
    if (const auto* edge = selection.as<domain::EdgeKey>())
        return NodeKey::of(edge->source, m_level).id() + kArrow
               + NodeKey::of(edge->destination, m_level).id();
    return selection.id();
}

void GraphPresenter::select(const QString& id) {
    domain::Selection selection;
    if (const auto arrow = id.indexOf(kArrow); arrow >= 0) {
        const QString from = id.first(arrow);
        const QString to = id.sliced(arrow + kArrow.size());
        // Several edges of the mesh may lie in one line of the picture: the busiest stands for it.
        double most = -1;
        for (const models::EdgeModelRow& row : m_edges.rows()) {
            const bool here = NodeKey::of(row.edge.key.source, m_level).id() == from
                              && NodeKey::of(row.edge.key.destination, m_level).id() == to;
            const double rate = row.edge.now.requestsPerSecond().value_or(0);
            if (here && rate > most) {
                most = rate;
                selection = row.edge.key;
            }
        }
    } else {
        selection = domain::Selection::parse(id);
        const auto* service = selection.as<domain::ServiceSelection>();
        if (service != nullptr && m_context.inventory().service(service->ref) == nullptr)
            selection = domain::WorkloadSelection{service->ref};
    }
    m_context.view.navigation().select(selection);
}

void GraphPresenter::open(const QString& id) {
    select(id);
    m_context.view.navigation().showPage(u"metrics"_s);
}

void GraphPresenter::selectRow(const QModelIndex& index) {
    if (index.isValid())
        m_context.view.navigation().select(
            index.data(models::SelectionRole).value<domain::Selection>());
}

} // namespace causeway::app::pages
