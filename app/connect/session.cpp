// SPDX-License-Identifier: GPL-3.0-or-later
#include "connect/session.h"

#include "connect/batcher.h"

#include <QRandomGenerator>

namespace causeway::app::connect {

using namespace domain;

namespace {

constexpr Milliseconds kReviewEvery = std::chrono::seconds(1);

} // namespace

Session::Session(Cluster cluster, OpenSource open, const Clock& clock, QObject* parent)
    : QObject(parent), m_cluster(std::move(cluster)), m_open(std::move(open)), m_clock(clock),
      m_backoff(QRandomGenerator::global()->generate64()) {
    m_worker.setObjectName(m_cluster.name);
    m_restart.setSingleShot(true);
    connect(&m_restart, &QTimer::timeout, this, [this] { startSource(); });
    m_review.setInterval(kReviewEvery);
    connect(&m_review, &QTimer::timeout, this, &Session::review);
    m_state = m_monitor.state(m_clock.now());
}

Session::~Session() {
    m_worker.quit();
    m_worker.wait();
}

void Session::start() {
    m_review.start();
    startSource();
    Q_EMIT stateChanged(m_state);
}

void Session::startSource() {
    if (!m_source)
        openSource();
    else
        QMetaObject::invokeMethod(m_source, [source = m_source] { source->start(); });
}

void Session::openSource() {
    auto opened = m_open();
    if (opened) {
        adopt(std::move(*opened));
        return;
    }
    const Error& error = opened.error();
    lost({error.kind(), QString::fromStdString(error.describe()), {}, std::nullopt});
}

void Session::adopt(std::unique_ptr<sdk::Source> source) {
    m_source = source.release();
    auto* batcher = new Batcher(m_source);
    m_source->moveToThread(&m_worker);
    connect(m_source, &sdk::Source::updated, batcher, &Batcher::add);
    connect(batcher, &Batcher::batched, this, &Session::heard);
    connect(m_source, &sdk::Source::lost, this, &Session::lost);
    connect(m_source, &sdk::Source::roleKnown, this,
            [this](const QString& role) { m_monitor.roleKnown(role); });
    connect(m_source, &sdk::Source::rangeAnswered, this, &Session::rangeAnswered);
    connect(m_source, &sdk::Source::objectsAnswered, this, &Session::objectsAnswered);
    connect(m_source, &sdk::Source::actionFinished, this, &Session::actionFinished);
    connect(m_source, &sdk::Source::promptNeeded, this, &Session::promptNeeded);
    connect(&m_worker, &QThread::started, m_source, &sdk::Source::start);
    // Emitted by the worker itself, as the last thing it does.
    connect(&m_worker, &QThread::finished, m_source, [source = m_source] {
        source->stop();
        source->deleteLater();
    });
    m_worker.start();
}

void Session::heard(const sdk::Updates& updates) {
    m_backoff.reset();
    m_monitor.heard(updates, m_clock.now());
    Q_EMIT updated(updates);
    review();
}

void Session::lost(sdk::Lost lost) {
    const bool restartIsOurs = !lost.retryIn;
    if (restartIsOurs)
        lost.retryIn = m_backoff.next();
    m_monitor.lost(lost, std::chrono::floor<Milliseconds>(m_clock.wallNow()));
    if (restartIsOurs)
        m_restart.start(*lost.retryIn);
    review();
}

void Session::retryNow() {
    if (m_restart.isActive()) {
        m_restart.stop();
        startSource();
    } else if (m_source) {
        QMetaObject::invokeMethod(m_source, [source = m_source] { source->retryNow(); });
    }
}

void Session::review() {
    SourceState state = m_monitor.state(m_clock.now());
    if (state == m_state)
        return;
    m_state = std::move(state);
    Q_EMIT stateChanged(m_state);
}

template <typename Call> sdk::RequestId Session::request(Call call) {
    if (!m_source)
        return 0;
    const sdk::RequestId id = m_nextRequest++;
    QMetaObject::invokeMethod(
        m_source, [call = std::move(call), source = m_source, id] { call(*source, id); });
    return id;
}

sdk::RequestId Session::queryRange(const sdk::RangeQuery& query) {
    return request(
        [query](sdk::Source& source, sdk::RequestId id) { source.queryRange(id, query); });
}

sdk::RequestId Session::listObjects(const sdk::ObjectQuery& query) {
    return request(
        [query](sdk::Source& source, sdk::RequestId id) { source.listObjects(id, query); });
}

sdk::RequestId Session::apply(const sdk::Action& action) {
    return request([action](sdk::Source& source, sdk::RequestId id) { source.apply(id, action); });
}

void Session::answerPrompt(sdk::RequestId id, const sdk::PromptAnswer& answer) {
    request([id, answer](sdk::Source& source, sdk::RequestId) { source.answerPrompt(id, answer); });
}

} // namespace causeway::app::connect
