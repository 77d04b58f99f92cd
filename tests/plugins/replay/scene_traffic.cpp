// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/replay/scene_traffic.h"

#include "plugins/replay/talk_fleet.h"
#include "telemetry/histogram.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <random>

namespace scenes {

namespace {

using causeway::telemetry::Histogram;

QString linkOf(const EdgeLine& edge) {
    if (*edge.link)
        return QString::fromLatin1(edge.link);
    const QString from = clusterOf(QString::fromLatin1(edge.source));
    const QString to = clusterOf(QString::fromLatin1(edge.destination));
    return from == to ? QString() : from + u':' + to;
}

const LinkLine* linkLine(const QString& name) {
    const auto found = std::ranges::find_if(
        kLinks, [&](const LinkLine& line) { return name == QLatin1String(line.name); });
    return found == kLinks.end() ? nullptr : &*found;
}

const ServiceLine& serviceLine(const QString& name) {
    return *std::ranges::find_if(
        kServices, [&](const ServiceLine& line) { return name == QLatin1String(line.name); });
}

// The standard's distributions differ between libraries; these do not.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_engine(seed) {}
    double uniform() { return (double(m_engine() >> 11) + 0.5) / 9007199254740992.0; }
    double normal() {
        return std::sqrt(-2.0 * std::log(uniform())) * std::cos(2.0 * std::numbers::pi * uniform());
    }

private:
    std::mt19937_64 m_engine;
};

QJsonArray toJson(const Histogram& histogram) {
    const auto sparse = histogram.sparse();
    QJsonArray json{qint64(sparse.buckets.front()), qint64(sparse.sumUs), qint64(sparse.maxUs)};
    std::uint32_t next = sparse.buckets.front();
    for (std::size_t i = 0; i < sparse.buckets.size(); ++i) {
        for (; next < sparse.buckets[i]; ++next)
            json.append(0);
        json.append(qint64(sparse.counts[i]));
        ++next;
    }
    return json;
}

// One tick of one edge, as its two ends counted it.
struct Counted {
    std::int64_t requests = 0;
    std::int64_t failures = 0;
    std::int64_t opened = 0;
    Histogram caller;
    Histogram callee;
    std::map<QString, Histogram> legs;

    [[nodiscard]] QJsonValue json(bool atCaller) const {
        if (requests == 0)
            return QJsonValue::Null;
        QJsonArray json{qint64(requests), qint64(requests), qint64(failures)};
        json.append(atCaller ? qint64(opened) : 0);
        json.append(atCaller ? qint64(requests - opened) : 0);
        json.append(qint64(requests * 420));
        json.append(qint64(requests * 1830));
        json.append(toJson(atCaller ? caller : callee));
        if (atCaller && !legs.empty()) {
            QJsonObject byName;
            for (const auto& [name, time] : legs)
                byName.insert(name, toJson(time));
            json.append(byName);
        }
        return json;
    }
};

class EdgeMaker {
public:
    EdgeMaker(const EdgeLine& line, std::size_t number, const Plot& plot)
        : m_line(line), m_link(linkLine(linkOf(line))), m_plot(plot), m_random(4711 + number),
          m_phase(double(number) * 0.7) {}

    Counted tick(int number) {
        const double wave = 1.0 + 0.25 * std::sin(2 * std::numbers::pi * number / 60.0 + m_phase);
        const double due = m_line.rps * kStep * wave * (1.0 + 0.04 * m_random.normal());
        const bool troubled = number >= m_plot.ticks - m_plot.troubledTicks;
        Counted counted;
        for (std::int64_t i = 0; i < std::int64_t(due); ++i)
            addRequest(counted, troubled);
        return counted;
    }

private:
    void addRequest(Counted& counted, bool troubled) {
        const double median = m_link ? m_link->p50Ms * m_line.ofLink : m_line.p50Ms;
        const double tail = m_random.uniform() < 0.03 ? 2.2 : 1.0;
        double total = median * std::exp(0.16 * m_random.normal()) * tail;
        const double connect = m_link ? total * m_link->connectShare : 0.0;
        double wire = m_link ? total * m_link->wireShare : 0.0;
        const double proxies = total * 0.06;
        const double application = total - connect - wire - 2 * proxies;
        if (troubled && m_link && QLatin1String(m_link->name) == QLatin1String(m_plot.slowLink)) {
            wire += m_plot.extraMs;
            total += m_plot.extraMs;
        }
        const bool toFailing =
            QLatin1String(m_line.destination) == QLatin1String(m_plot.failingService);
        const double failureRate = troubled && toFailing ? m_plot.failureRate : 0.0015;
        ++counted.requests;
        counted.failures += m_random.uniform() < failureRate ? 1 : 0;
        const bool cold = connect > 0 || m_random.uniform() < 0.005;
        counted.opened += cold ? 1 : 0;
        record(counted.caller, total);
        record(counted.callee, application + proxies / 2);
        if (!m_link)
            return;
        record(counted.legs[QStringLiteral("to-egress")], proxies / 2);
        if (connect > 0)
            record(counted.legs[QStringLiteral("connect")], connect);
        record(counted.legs[QStringLiteral("wire")], wire);
        record(counted.legs[QStringLiteral("to-callee")], proxies);
        record(counted.legs[QStringLiteral("callee-proxy")], proxies / 2);
        record(counted.legs[QStringLiteral("application")], application);
    }
    static void record(Histogram& into, double ms) {
        into.record(std::uint64_t(std::llround(ms * 1000.0)));
    }

    const EdgeLine& m_line;
    const LinkLine* m_link;
    Plot m_plot;
    Random m_random;
    double m_phase;
};

} // namespace

std::vector<EdgeJson> makeEdges(const Plot& plot) {
    std::vector<EdgeJson> edges;
    for (std::size_t i = 0; i < kEdges.size(); ++i) {
        const EdgeLine& line = kEdges[i];
        const QString source = QString::fromLatin1(line.source);
        const QString destination = QString::fromLatin1(line.destination);
        QJsonArray caller;
        QJsonArray callee;
        EdgeMaker maker(line, i, plot);
        for (int tick = 0; tick < plot.ticks; ++tick) {
            const Counted counted = maker.tick(tick);
            caller.append(counted.json(true));
            callee.append(counted.json(false));
        }
        QJsonObject json{
            {QStringLiteral("source"), source},
            {QStringLiteral("destination"), destination},
            {QStringLiteral("protocol"), QString::fromLatin1(serviceLine(destination).protocol)},
            {QStringLiteral("tls"), QStringLiteral("mutual")}};
        if (const QString link = linkOf(line); !link.isEmpty())
            json.insert(QStringLiteral("link"), link);
        EdgeJson edge{clusterOf(source), clusterOf(destination), json, json};
        edge.caller.insert(QStringLiteral("side"), QStringLiteral("caller"));
        edge.caller.insert(QStringLiteral("ticks"), caller);
        edge.callee.insert(QStringLiteral("side"), QStringLiteral("callee"));
        edge.callee.insert(QStringLiteral("ticks"), callee);
        edges.push_back(edge);
    }
    return edges;
}

} // namespace scenes
