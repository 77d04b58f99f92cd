// SPDX-License-Identifier: GPL-3.0-or-later
// A fleet of which one cluster, aws, has a control plane that answers over mutual TLS: two services
// and half a minute of one edge; gcp is declared and away. Owned by one test.
#pragma once

#include <QString>

#include <memory>

namespace causeway::app::test {

class OneCluster {
public:
    OneCluster();
    ~OneCluster();

    [[nodiscard]] QString fleetFile() const;
    [[nodiscard]] QString certificateFile() const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace causeway::app::test
