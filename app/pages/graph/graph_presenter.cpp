// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/graph/graph_presenter.h"

#include "pages/graph/graph_names.h"

#include <set>

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

namespace {
constexpr std::size_t kReadableNodes = 160;
} // namespace

GraphPresenter::GraphPresenter(const Context& context, QObject* parent)
    : QObject(parent), m_context(context) {
    m_picture.graph = std::make_shared<const widgets::GraphContent>();
    connect(&m_edges, &models::EdgesModel::sortWanted, this, &GraphPresenter::refresh);
}

QString GraphPresenter::title() const {
    return tr("Graph");
}

QString GraphPresenter::subtitle() const {
    const int nodes = int(m_picture.graph->nodes.size());
    const int edges = int(m_picture.graph->edges.size());
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

GraphLevel GraphPresenter::readableLevel() const {
    const auto& services = m_context.inventory().services();
    if (services.size() <= kReadableNodes)
        return GraphLevel::Services;
    std::set<NodeKey> spaces;
    for (const auto& [ref, service] : services)
        spaces.insert(NodeKey::of(ref, GraphLevel::Namespaces));
    return spaces.size() <= kReadableNodes ? GraphLevel::Namespaces : GraphLevel::Clusters;
}

GraphRequest GraphPresenter::request() const {
    GraphRequest request;
    request.look = m_context.store.look(m_context.view.time().window());
    request.squads = models::squadsOf(m_context.inventory());
    request.filter = m_context.view.filter().expression();
    request.level = m_chosen.value_or(readableLevel());
    request.fleet = m_context.store.fleet();
    request.sortColumn = m_edges.sortColumn();
    request.sortOrder = m_edges.sortOrder();
    if (m_hold)
        request.hold = m_edges.view();
    return request;
}

void GraphPresenter::refresh() {
    if (m_job.running())
        m_again = true; // it is not given up: a fleet that never rests would never be shown
    else
        make();
}

void GraphPresenter::make() {
    GraphRequest now = request();
    if (now.look->edges.size() <= kAtOnce) {
        show(GraphPicture::of(now));
        return;
    }
    m_job.start([now = std::move(now)](
                    const std::stop_token&) { return GraphPicture::of(now); },
                [this](GraphPicture picture) {
                    show(std::move(picture));
                    if (std::exchange(m_again, false))
                        make();
                });
}

void GraphPresenter::show(GraphPicture picture) {
    m_edges.show(std::move(picture.table));
    std::swap(m_picture, picture);
    Q_EMIT pictureChanged();
    // What was shown goes where it takes nobody's time.
    if (picture.graph->edges.size() > kAtOnce)
        QThreadPool::globalInstance()->start([gone = std::move(picture)] {});
}

QString GraphPresenter::selectedId() const {
    const domain::Selection& selection = m_context.view.navigation().selection();
    if (const auto* workload = selection.as<domain::WorkloadSelection>())
        return NodeKey::of(workload->ref, m_picture.level).id();
    if (const auto* service = selection.as<domain::ServiceSelection>())
        return NodeKey::of(service->ref, m_picture.level).id();
    if (const auto* edge = selection.as<domain::EdgeKey>())
        return edgeId(NodeKey::of(edge->source, m_picture.level).id(),
                      NodeKey::of(edge->destination, m_picture.level).id());
    return selection.id();
}

void GraphPresenter::select(const QString& id) {
    domain::Selection selection;
    if (const auto ends = endsOf(id)) {
        // Several edges of the mesh may lie in one line of the picture: the busiest stands for it.
        double most = -1;
        for (const store::EdgeRow& row : m_edges.view().look->edges) {
            const double rate = row.now.requestsPerSecond().value_or(0);
            if (rate > most && NodeKey::of(row.key().source, m_picture.level).id() == ends->first
                && NodeKey::of(row.key().destination, m_picture.level).id() == ends->second) {
                most = rate;
                selection = row.key();
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
