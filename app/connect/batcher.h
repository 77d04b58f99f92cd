// SPDX-License-Identifier: GPL-3.0-or-later
// Collects what a source tells and hands it on at most ten times a second, so that a talkative
// cluster costs the GUI no more than a quiet one. Lives on the worker thread of its session, beside
// the source.
#pragma once

#include "sdk/updates.h"

#include <QObject>
#include <QTimer>

namespace causeway::app::connect {

class Batcher final : public QObject {
    Q_OBJECT
public:
    static constexpr domain::Milliseconds kEvery = std::chrono::milliseconds(100);

    explicit Batcher(QObject* parent = nullptr);

    void add(const sdk::Updates& updates);

Q_SIGNALS:
    void batched(const causeway::app::sdk::Updates& updates);

private:
    void flush();

    sdk::Updates m_pending;
    QTimer m_timer{this};
};

} // namespace causeway::app::connect
