// SPDX-License-Identifier: GPL-3.0-or-later
// From one call graph to the next: the new scene, and which parts of the picture it makes old. Pure,
// on any thread that has a look, see theme/look.h; a large graph takes its time.
#pragma once

#include "widgets/graph_scene.h"

namespace causeway::app::widgets {

struct GraphUpdate {
    std::shared_ptr<const GraphScene> scene; // never null; the one before when nothing changed
    bool moved = false;                      // the places are others: all of it is old
    std::vector<QRectF> oldLines;            // in the scene, unless `moved`
    std::vector<QRectF> oldPlates;

    // Places are kept as long as nodes and edges are the same ones. `plate` is the size of a node.
    [[nodiscard]] static GraphUpdate of(const std::shared_ptr<const GraphScene>& before,
                                        std::shared_ptr<const GraphContent> content,
                                        const QSizeF& plate);
    // The same graph with places and text measured anew.
    [[nodiscard]] static GraphUpdate anew(std::shared_ptr<const GraphContent> content,
                                          const QSizeF& plate);
};

} // namespace causeway::app::widgets
