// SPDX-License-Identifier: GPL-3.0-or-later
// One cluster of the fleet: its source on a worker thread of its own, what it tells in batches, and
// the state it is in. Lives on the GUI thread; its destructor waits for its worker, which never
// waits for a network longer than its source says. A session that fails keeps trying and disturbs
// no other.
#pragma once

#include "base/clock.h"
#include "connect/backoff.h"
#include "connect/source_monitor.h"
#include "sdk/source.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <functional>
#include <memory>

namespace causeway::app::connect {

class Session final : public QObject {
    Q_OBJECT
public:
    using OpenSource = std::function<Result<std::unique_ptr<sdk::Source>>()>;

    // `open` is called on the GUI thread, again and again until it succeeds; `clock` outlives this.
    // Nothing happens before start().
    Session(domain::Cluster cluster, OpenSource open, const Clock& clock,
            QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] const domain::Cluster& cluster() const { return m_cluster; }
    [[nodiscard]] const domain::SourceState& state() const { return m_state; }
    void start();
    void retryNow();
    // Answered by the signals of the same name as in sdk::Source; 0 and no answer while there is no
    // source.
    sdk::RequestId queryRange(const sdk::RangeQuery& query);
    sdk::RequestId listObjects(const sdk::ObjectQuery& query);
    sdk::RequestId apply(const sdk::Action& action);
    void answerPrompt(sdk::RequestId id, const sdk::PromptAnswer& answer);

Q_SIGNALS:
    void updated(const causeway::app::sdk::Updates& updates); // at most ten a second
    void stateChanged(const causeway::app::domain::SourceState& state);
    void rangeAnswered(causeway::app::sdk::RequestId id,
                       const causeway::app::sdk::RangeAnswer& answer);
    void objectsAnswered(causeway::app::sdk::RequestId id,
                         const causeway::app::sdk::ObjectsAnswer& answer);
    void actionFinished(causeway::app::sdk::RequestId id,
                        const causeway::app::sdk::ActionAnswer& answer);
    void promptNeeded(causeway::app::sdk::RequestId id, const causeway::app::sdk::Prompt& prompt);

private:
    void openSource();
    void adopt(std::unique_ptr<sdk::Source> source);
    void startSource();
    void heard(const sdk::Updates& updates);
    void lost(sdk::Lost lost);
    void review();
    // Runs `call(source, id)` on the worker.
    template <typename Call> sdk::RequestId request(Call call);

    domain::Cluster m_cluster;
    OpenSource m_open;
    const Clock& m_clock;
    QThread m_worker;
    sdk::Source* m_source = nullptr; // lives and dies on the worker
    SourceMonitor m_monitor;
    domain::SourceState m_state;
    Backoff m_backoff;
    QTimer m_restart{this};
    QTimer m_review{this};
    sdk::RequestId m_nextRequest = 1;
};

} // namespace causeway::app::connect
