// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/past_loader.h"

#include "store/past.h"

namespace causeway::app::shell {

using domain::TimeRange;

namespace {
constexpr domain::Milliseconds kBaseline = std::chrono::minutes(15);

// Null without a recording: then memory is all there is.
Result<std::shared_ptr<const store::Past>> read(std::future<QString>& file, const TimeRange& range,
                                                const std::stop_token& stop) {
    const QString name = file.get();
    if (name.isEmpty())
        return nullptr;
    return store::Past::read(name, range, stop);
}
} // namespace

PastLoader::PastLoader(store::Store& store, viewstate::TimeCursor& time)
    : m_store(store), m_time(time) {
    connect(&m_time, &viewstate::TimeCursor::windowChanged, this, &PastLoader::follow);
    connect(&m_time, &viewstate::TimeCursor::rangeChanged, this, &PastLoader::follow);
}

void PastLoader::follow() {
    if (m_time.isLive()) {
        letGo();
        return;
    }
    const TimeRange range = m_time.range();
    const TimeRange needed{range.begin - kBaseline - m_time.window().span(), range.end};
    if (m_wanted.begin <= needed.begin && needed.end <= m_wanted.end)
        return;
    letGo();
    m_wanted = needed;
    m_store.awaitPast();
    // Written down on one worker, read back on another; the window waits for neither.
    auto file = std::make_shared<std::future<QString>>(m_store.flushRecording());
    m_job.start([file, needed](const std::stop_token& stop) { return read(*file, needed, stop); },
                [this](Result<std::shared_ptr<const store::Past>> past) {
                    if (!past)
                        qWarning("the recording cannot be read: %s",
                                 past.error().describe().c_str());
                    m_store.setPast(past ? std::move(*past) : nullptr);
                });
}

void PastLoader::letGo() {
    if (m_wanted.empty())
        return;
    m_job.cancel();
    m_wanted = {};
    m_store.setPast(nullptr);
}

} // namespace causeway::app::shell
