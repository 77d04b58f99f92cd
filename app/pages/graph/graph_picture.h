// SPDX-License-Identifier: GPL-3.0-or-later
// The graph page's picture and its table twin, made of one look, one filter and one level. Takes
// values and gives values, so that it can be made on any thread.
#pragma once

#include "models/edges_model.h"
#include "pages/graph/graph_totals.h"
#include "viewstate/filter_expression.h"
#include "widgets/graph_scene.h"

namespace causeway::app::pages {

struct GraphRequest {
    std::shared_ptr<const store::Look> look;
    std::shared_ptr<const models::Squads> squads;
    viewstate::FilterExpression filter;
    GraphLevel level = GraphLevel::Services;
    domain::Fleet fleet;
    int sortColumn = -1; // of the table
    Qt::SortOrder sortOrder = Qt::AscendingOrder;
    // What was shown before: its order stays while somebody points at a row.
    std::optional<models::EdgesView> hold;
};

struct GraphPicture {
    std::shared_ptr<const widgets::GraphContent> graph; // never null
    models::EdgesView table;
    GraphLevel level = GraphLevel::Services;

    [[nodiscard]] static GraphPicture of(const GraphRequest& request);
};

} // namespace causeway::app::pages
