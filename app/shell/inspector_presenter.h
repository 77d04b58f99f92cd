// SPDX-License-Identifier: GPL-3.0-or-later
// What the inspector says of the selection: how it fares and why, its figures seen from both ends,
// what belongs to it, and the same on the command line. Paints nothing. GUI thread.
#pragma once

#include "pages/common/context.h"
#include "theme/status.h"
#include "widgets/painting.h"

#include <QCoreApplication>

namespace causeway::app::shell {

struct InspectorContent {
    struct Row {
        QString label;
        widgets::Figure figure;
        bool operator==(const Row&) const = default;
    };
    struct Entry { // one line of a list
        theme::Status status = theme::Status::Ok;
        QString title;
        QString detail;
        QString selection; // what a click selects; empty: nothing
        bool operator==(const Entry&) const = default;
    };
    struct Section {
        QString title;
        std::vector<Row> rows;
        std::vector<Entry> entries;
        QString nothing; // said when there is neither
        bool operator==(const Section&) const = default;
    };
    QString kind; // "Link"
    QString title;
    theme::Status status = theme::Status::Unknown;
    QString why;
    std::vector<Section> sections;
    QString command; // causewayctl …
    bool operator==(const InspectorContent&) const = default;
};

class InspectorPresenter {
    Q_DECLARE_TR_FUNCTIONS(causeway::app::shell::InspectorPresenter)
public:
    explicit InspectorPresenter(const pages::Context& context) : m_context(context) {}
    [[nodiscard]] InspectorContent content() const;
    void select(const QString& id);

private:
    [[nodiscard]] InspectorContent::Section figures(const domain::EdgeFigures& stats) const;
    [[nodiscard]] InspectorContent::Section legs(const domain::Selection& selection) const;
    [[nodiscard]] InspectorContent::Section findingsSection() const;
    [[nodiscard]] InspectorContent::Section events() const;
    [[nodiscard]] InspectorContent::Section certificates(const QString& workload,
                                                         const QString& cluster) const;
    void describeFleet(InspectorContent& content) const;
    void describeCluster(const QString& cluster, InspectorContent& content) const;
    void describeService(const domain::ServiceRef& service, InspectorContent& content) const;
    [[nodiscard]] QString command() const;
    [[nodiscard]] QString kind() const;

    pages::Context m_context;
};

} // namespace causeway::app::shell
