// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/fleet/fleet_page.h"

#include <QHBoxLayout>

namespace causeway::app::pages {

FleetPage::FleetPage(const Context& context, QWidget* parent)
    : Page(context, parent), m_presenter(context), m_map(new widgets::FleetMap(this)) {
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (int tile = 0; tile < FleetPresenter::TileCount; ++tile) {
        m_tiles.push_back(new widgets::FigureTile(this));
        row->addWidget(m_tiles.back());
        connect(m_tiles.back(), &QAbstractButton::clicked, this,
                [this, tile] { m_presenter.openTile(tile); });
    }
    body()->addLayout(row);
    body()->addSpacing(8);
    body()->addWidget(m_map, 1);
    connect(m_map, &widgets::FleetMap::itemSelected, this,
            [this](const QString& id) { m_presenter.select(id); });
    connect(m_map, &widgets::FleetMap::itemOpened, this,
            [this](const QString& id) { m_presenter.open(id); });
    retranslate();
}

void FleetPage::retranslate() {
    setTitle(m_presenter.title(), m_presenter.subtitle());
    m_map->setAccessibleName(m_presenter.title());
}

void FleetPage::refresh() {
    setTitle(m_presenter.title(), m_presenter.subtitle());
    const auto tiles = m_presenter.tiles();
    for (std::size_t i = 0; i < tiles.size(); ++i)
        m_tiles[i]->setContent(tiles[i]);
    m_map->setFleet(m_presenter.clusters(), m_presenter.links());
    m_map->setCurrentItem(context().view.navigation().selection().id());
}

} // namespace causeway::app::pages
