// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph_layout.h"

#include <algorithm>
#include <limits>
#include <set>

namespace causeway::app::widgets {
namespace {

constexpr double kColumnGap = 84;
constexpr double kRowGap = 18;
constexpr double kFramePad = 20;
constexpr double kFrameHead = 30;
constexpr double kFrameGap = 72;
constexpr double kAspect = 1.6; // of the area that graphs are mostly shown in
constexpr int kSweeps = 6;
constexpr std::size_t kTallest = 9; // rows of one column; more become columns beside it

// One cluster's nodes, layered by the calls inside it.
struct Cell {
    std::vector<QString> ids;
    std::map<QString, std::vector<QString>> callees;
    std::map<QString, std::vector<QString>> callers;
    std::vector<std::vector<QString>> columns;
};

// Depth of every node on its longest way from a root; a call back to an ancestor does not count.
class Depths {
public:
    explicit Depths(const Cell& cell) {
        for (const QString& id : cell.ids)
            if (!cell.callers.contains(id))
                visit(cell, id, 0);
        for (const QString& id : cell.ids)
            if (!m_depth.contains(id))
                visit(cell, id, 0);
    }
    [[nodiscard]] int of(const QString& id) const { return m_depth.at(id); }

private:
    void visit(const Cell& cell, const QString& id, int depth) {
        const auto known = m_depth.find(id);
        if (m_open.contains(id) || (known != m_depth.end() && known->second >= depth))
            return;
        m_depth[id] = depth;
        m_open.insert(id);
        if (const auto next = cell.callees.find(id); next != cell.callees.end())
            for (const QString& callee : next->second)
                visit(cell, callee, depth + 1);
        m_open.erase(id);
    }

    std::map<QString, int> m_depth;
    std::set<QString> m_open;
};

using Ranks = std::map<QString, double>;

double barycentre(const std::map<QString, std::vector<QString>>& near, const QString& id,
                  const Ranks& ranks) {
    const auto found = near.find(id);
    if (found == near.end() || found->second.empty())
        return ranks.at(id);
    double sum = 0;
    for (const QString& other : found->second)
        sum += ranks.at(other);
    return sum / double(found->second.size());
}

void reduceCrossings(Cell& cell) {
    Ranks ranks;
    for (const auto& column : cell.columns)
        for (std::size_t i = 0; i < column.size(); ++i)
            ranks[column[i]] = double(i) - double(column.size()) / 2;
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        const auto& near = sweep % 2 == 0 ? cell.callers : cell.callees;
        for (auto& column : cell.columns) {
            Ranks wanted;
            for (const QString& id : column)
                wanted[id] = barycentre(near, id, ranks);
            std::stable_sort(column.begin(), column.end(), [&](const QString& a, const QString& b) {
                return wanted.at(a) < wanted.at(b);
            });
            for (std::size_t i = 0; i < column.size(); ++i)
                ranks[column[i]] = double(i) - double(column.size()) / 2;
        }
    }
}

void layer(Cell& cell) {
    const Depths depths(cell);
    std::map<int, std::vector<QString>> byDepth;
    for (const QString& id : cell.ids)
        byDepth[depths.of(id)].push_back(id);
    for (auto& [depth, column] : byDepth)
        cell.columns.push_back(std::move(column));
    reduceCrossings(cell);
    std::vector<std::vector<QString>> bounded;
    for (const auto& column : cell.columns)
        for (std::size_t i = 0; i < column.size(); i += kTallest)
            bounded.emplace_back(column.begin() + std::ptrdiff_t(i),
                                 column.begin()
                                     + std::ptrdiff_t(std::min(i + kTallest, column.size())));
    cell.columns = std::move(bounded);
}

double heightOf(std::size_t rows, double plate) {
    return double(rows) * plate + double(rows - 1) * kRowGap;
}

QSizeF sizeOf(const Cell& cell, const QSizeF& plate) {
    std::size_t rows = 1;
    for (const auto& column : cell.columns)
        rows = std::max(rows, column.size());
    const double columns = double(cell.columns.size());
    return {columns * plate.width() + (columns - 1) * kColumnGap + 2 * kFramePad,
            heightOf(rows, plate.height()) + kFrameHead + kFramePad};
}

void place(const Cell& cell, const QRectF& frame, const QSizeF& plate, GraphLayout& layout) {
    double x = frame.left() + kFramePad;
    const double middle = frame.top() + kFrameHead + (frame.height() - kFrameHead - kFramePad) / 2;
    for (const auto& column : cell.columns) {
        double y = middle - heightOf(column.size(), plate.height()) / 2;
        for (const QString& id : column) {
            layout.nodes[id] = QRectF(QPointF(x, y), plate);
            y += plate.height() + kRowGap;
        }
        x += plate.width() + kColumnGap;
    }
}

std::map<QString, Cell> cellsOf(const std::vector<GraphLayout::Node>& nodes,
                                const std::vector<GraphLayout::Edge>& edges) {
    std::map<QString, Cell> cells;
    std::map<QString, QString> groupOf;
    for (const GraphLayout::Node& node : nodes) {
        cells[node.group].ids.push_back(node.id);
        groupOf[node.id] = node.group;
    }
    for (const auto& [from, to] : edges) {
        const auto a = groupOf.find(from);
        const auto b = groupOf.find(to);
        if (a == groupOf.end() || b == groupOf.end() || a->second != b->second || from == to)
            continue;
        Cell& cell = cells[a->second];
        cell.callees[from].push_back(to);
        cell.callers[to].push_back(from);
    }
    return cells;
}

// Frames in rows from the left, broken where they exceed `width`.
std::vector<QPointF> inRows(const std::vector<QSizeF>& sizes, double width, QSizeF& extent) {
    std::vector<QPointF> corners;
    QPointF at;
    double rowHeight = 0;
    extent = {};
    for (const QSizeF& size : sizes) {
        if (at.x() > 0 && at.x() + size.width() > width) {
            at = QPointF(0, at.y() + rowHeight + kFrameGap);
            rowHeight = 0;
        }
        corners.push_back(at);
        extent = extent.expandedTo(QSizeF(at.x() + size.width(), at.y() + size.height()));
        at.rx() += size.width() + kFrameGap;
        rowHeight = std::max(rowHeight, size.height());
    }
    return corners;
}

// The rows that fill a screen best: every width at which a row could break is tried.
std::vector<QPointF> packed(const std::vector<QSizeF>& sizes) {
    std::vector<QPointF> best;
    double least = std::numeric_limits<double>::max();
    for (std::size_t from = 0; from < sizes.size(); ++from) {
        double width = -kFrameGap;
        for (std::size_t to = from; to < sizes.size(); ++to) {
            width += sizes[to].width() + kFrameGap;
            QSizeF extent;
            std::vector<QPointF> corners = inRows(sizes, width, extent);
            const double side = std::max(extent.width() / kAspect, extent.height());
            if (side < least) {
                least = side;
                best = std::move(corners);
            }
        }
    }
    return best;
}

} // namespace

GraphLayout GraphLayout::of(std::vector<Node> nodes, const std::vector<Edge>& edges,
                            const QSizeF& plate) {
    // Sorted, so that the order in which clusters answer does not matter.
    std::sort(nodes.begin(), nodes.end(), [](const Node& a, const Node& b) {
        return std::tie(a.group, a.id) < std::tie(b.group, b.id);
    });
    std::vector<Edge> sorted = edges;
    std::sort(sorted.begin(), sorted.end());

    GraphLayout layout;
    std::map<QString, Cell> cells = cellsOf(nodes, sorted);
    std::vector<QSizeF> sizes;
    for (auto& [group, cell] : cells) {
        layer(cell);
        sizes.push_back(sizeOf(cell, plate));
    }
    const std::vector<QPointF> corners = packed(sizes);
    std::size_t next = 0;
    for (const auto& [group, cell] : cells) {
        const QRectF frame(corners[next], sizes[next]);
        if (!group.isEmpty())
            layout.groups[group] = frame;
        place(cell, frame, plate, layout);
        ++next;
    }
    return layout;
}

QRectF GraphLayout::bounds() const {
    QRectF result;
    for (const auto& [id, rect] : nodes)
        result |= rect;
    for (const auto& [id, rect] : groups)
        result |= rect;
    return result;
}

} // namespace causeway::app::widgets
