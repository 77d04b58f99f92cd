// SPDX-License-Identifier: GPL-3.0-or-later
// The first page: figures of the whole fleet over a map of clouds, clusters and links. No logic:
// the presenter decides. GUI thread.
#pragma once

#include "pages/common/page.h"
#include "pages/fleet/fleet_presenter.h"

namespace causeway::app::pages {

class FleetPage final : public Page {
    Q_OBJECT
public:
    explicit FleetPage(const Context& context, QWidget* parent = nullptr);

protected:
    void retranslate() override;
    void refresh() override;

private:
    FleetPresenter m_presenter;
    std::vector<widgets::FigureTile*> m_tiles;
    widgets::FleetMap* m_map;
};

} // namespace causeway::app::pages
