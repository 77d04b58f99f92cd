// SPDX-License-Identifier: GPL-3.0-or-later
// What the fleet page shows, made of what the store has. Asked by the page at every refresh; keeps
// nothing, paints nothing. GUI thread.
#pragma once

#include "pages/common/context.h"
#include "widgets/figure_tile.h"
#include "widgets/fleet_map.h"

#include <QCoreApplication>

namespace causeway::app::pages {

class FleetPresenter {
    Q_DECLARE_TR_FUNCTIONS(causeway::app::pages::FleetPresenter)
public:
    enum Tile { Services, Requests, Success, P99, MutualTls, Findings, TileCount };

    explicit FleetPresenter(const Context& context) : m_context(context) {}

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString subtitle() const;
    [[nodiscard]] std::vector<widgets::FigureTile::Content> tiles() const; // in the order of Tile
    [[nodiscard]] std::vector<widgets::FleetMapCluster> clusters() const;
    [[nodiscard]] std::vector<widgets::FleetMapLink> links() const;

    void select(const QString& id);
    // Double click: to the page that has more of it.
    void open(const QString& id);
    void openTile(int tile);

private:
    [[nodiscard]] widgets::FleetMapCluster describe(const domain::Cluster& cluster) const;
    [[nodiscard]] std::optional<double> mutualShare() const;

    Context m_context;
};

} // namespace causeway::app::pages
