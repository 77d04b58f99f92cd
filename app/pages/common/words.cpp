// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/common/words.h"

#include "widgets/figures.h"

#include <QLocale>
#include <QRegularExpression>

namespace causeway::app::pages {

using domain::Health;
using domain::HealthReason;
using domain::Leg;
using domain::SourceCondition;
using theme::Status;
using namespace Qt::StringLiterals;

Status Words::status(const domain::Verdict& verdict, bool stale) {
    if (stale)
        return Status::Stale;
    switch (verdict.health) {
    case Health::Ok:
        return Status::Ok;
    case Health::Degraded:
        return Status::Degraded;
    case Health::Failing:
        return Status::Failing;
    case Health::NotMeasured:
        break;
    }
    return Status::Unknown;
}

Status Words::status(SourceCondition condition) {
    switch (condition) {
    case SourceCondition::Live:
        return Status::Ok;
    case SourceCondition::Partial:
        return Status::Degraded;
    case SourceCondition::Stale:
        return Status::Stale;
    case SourceCondition::Denied:
    case SourceCondition::Failed:
        return Status::Failing;
    case SourceCondition::Connecting:
    case SourceCondition::Empty:
        break;
    }
    return Status::Unknown;
}

Status Words::status(domain::Severity severity) {
    return severity == domain::Severity::Error     ? Status::Failing
           : severity == domain::Severity::Warning ? Status::Degraded
                                                   : Status::Ok;
}

Status Words::status(const domain::Certificate& certificate, domain::Instant now) {
    constexpr double kWarn = 0.9; // of its life: renewal should have happened at 0.7
    constexpr double kFail = 0.97;
    const double spent = certificate.lifeSpent(now);
    return spent > kFail ? Status::Failing : spent >= kWarn ? Status::Degraded : Status::Ok;
}

QString Words::dayAndTime(domain::Instant at) {
    return domain::toDateTime(at).toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
}

QString Words::describe(Health health) {
    switch (health) {
    case Health::Ok:
        return tr("ok");
    case Health::Degraded:
        return tr("degraded");
    case Health::Failing:
        return tr("failing");
    case Health::NotMeasured:
        break;
    }
    return tr("not measured");
}

QString Words::describe(const domain::Verdict& verdict) {
    switch (verdict.reason) {
    case HealthReason::None:
        return tr("as usual");
    case HealthReason::NoTraffic:
        return tr("no traffic in this window");
    case HealthReason::LowSuccess:
        return tr("success is %1, below %2")
            .arg(widgets::share(verdict.value).text(), widgets::share(verdict.limit).text());
    case HealthReason::SlowerThanBaseline:
        return tr("p95 is %1, usually %2")
            .arg(widgets::milliseconds(verdict.value).text(),
                 widgets::milliseconds(verdict.limit).text());
    case HealthReason::NoReadyEndpoint:
        return tr("no endpoint is ready");
    case HealthReason::Plaintext:
        return tr("requests travel in plain text");
    case HealthReason::SourceGone:
        return tr("its cluster does not answer");
    }
    return {};
}

QString Words::brief(const domain::SourceState& source, domain::Instant now) {
    const auto age = source.age(now);
    const QString old = age ? widgets::age(age->count()) : QString();
    switch (source.condition) {
    case SourceCondition::Connecting:
        return tr("connecting");
    case SourceCondition::Live:
        return old;
    case SourceCondition::Partial:
        return tr("%1, %2 of %3 proxies report")
            .arg(old)
            .arg(source.proxiesReporting)
            .arg(source.proxiesExpected);
    case SourceCondition::Empty:
        return tr("no services yet");
    case SourceCondition::Stale:
        return source.error ? tr("stale %1, %2").arg(old, cause(*source.error))
                            : tr("stale %1").arg(old);
    case SourceCondition::Denied:
        return source.error == ErrorKind::Unauthenticated ? cause(*source.error)
                                                          : tr("access denied");
    case SourceCondition::Failed:
        return source.error ? cause(*source.error) : tr("failed");
    }
    return {};
}

// What a cluster's connector reported as a kind; its own words are for whoever looks closer.
QString Words::cause(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::InvalidInput:
        return tr("its entry in the fleet file is wrong");
    case ErrorKind::PermissionDenied:
        return tr("access denied");
    case ErrorKind::Unauthenticated:
        return tr("our certificate is not accepted");
    case ErrorKind::NotFound:
    case ErrorKind::Unavailable:
    case ErrorKind::Timeout:
    case ErrorKind::Io:
        return tr("does not answer");
    case ErrorKind::Exhausted:
        return tr("has no room left");
    case ErrorKind::Protocol:
        return tr("does not speak our protocol");
    case ErrorKind::AlreadyExists:
    case ErrorKind::Conflict:
    case ErrorKind::Internal:
        return tr("failed");
    }
    return tr("failed");
}

QString Words::retry(const domain::SourceState& source, domain::Instant now) {
    if (!source.retryAt || *source.retryAt <= now)
        return {};
    return u' ' + tr("(retry in %1)").arg(widgets::age((*source.retryAt - now).count() + 999));
}

QString Words::headline(const domain::SourceState& source, domain::Instant now) {
    return brief(source, now) + retry(source, now);
}

QString Words::describe(const domain::SourceState& source, domain::Instant now) {
    const QString text = brief(source, now);
    return (source.reason.isEmpty() ? text : text + u": "_s + source.reason) + retry(source, now);
}

QString Words::describe(Leg leg) {
    switch (leg) {
    case Leg::CallerConnect:
        return tr("connect at caller");
    case Leg::ToEgress:
        return tr("to egress gateway");
    case Leg::Connect:
        return tr("connection set-up");
    case Leg::Wire:
        return tr("wire");
    case Leg::ToCallee:
        return tr("to callee");
    case Leg::CalleeProxy:
        return tr("callee's proxy");
    case Leg::Application:
        return tr("application");
    }
    return {};
}

QString Words::clock(domain::Instant at, domain::Instant today) {
    const QDateTime local = domain::toDateTime(at).toLocalTime();
    const bool sameDay = local.date() == domain::toDateTime(today).toLocalTime().date();
    return sameDay ? local.toString(u"HH:mm:ss"_s)
                   : QLocale().toString(local.date(), QLocale::ShortFormat) + u' '
                         + local.toString(u"HH:mm:ss"_s);
}

QString Words::ago(domain::Milliseconds age) {
    const auto seconds = std::max<qint64>(0, age.count() / 1000);
    if (seconds < 60)
        return tr("%n s ago", nullptr, int(seconds));
    if (seconds < 2 * 3600)
        return tr("%n min ago", nullptr, int(seconds / 60));
    return tr("%n h ago", nullptr, int(seconds / 3600));
}

QString Words::title(const domain::Selection& selection) {
    if (const auto* cluster = selection.as<domain::ClusterRef>())
        return cluster->name;
    if (const auto* service = selection.as<domain::ServiceSelection>())
        return service->ref.shortName();
    if (const auto* workload = selection.as<domain::WorkloadSelection>())
        return workload->ref.shortName();
    if (const auto* link = selection.as<domain::LinkRef>())
        return link->from + u" → "_s + link->to;
    if (const auto* edge = selection.as<domain::EdgeKey>())
        return edge->source.name + u" → "_s + edge->destination.name;
    return tr("Whole fleet");
}

QString Words::cloud(const QString& cloud) {
    if (cloud == "aws"_L1)
        return u"AWS"_s;
    if (cloud == "azure"_L1)
        return u"Azure"_s;
    if (cloud == "gcp"_L1)
        return u"Google Cloud"_s;
    return cloud;
}

QString Words::describe(const domain::Event& event) {
    if (event.kind == "proxy.connected"_L1)
        return tr("connected");
    if (event.kind == "proxy.disconnected"_L1)
        return tr("disconnected");
    if (event.kind == "certificate.issued"_L1)
        return tr("has a new certificate");
    if (event.kind == "config.rejected"_L1)
        return tr("refused its configuration: %1").arg(event.message);
    if (event.kind == "object.created"_L1)
        return tr("created by %1").arg(event.message);
    if (event.kind == "object.configured"_L1)
        return tr("changed by %1").arg(event.message);
    if (event.kind == "object.deleted"_L1)
        return tr("deleted by %1").arg(event.message);
    return event.message;
}

QString Words::subject(const domain::Event& event) {
    static const QRegularExpression spiffe(u"^spiffe://.*/ns/([^/]+)/sa/([^/]+)$"_s);
    const auto match = spiffe.match(event.subject);
    return match.hasMatch() ? match.captured(1) + u'/' + match.captured(2) : event.subject;
}

QString Words::eventIcon(const QString& kind) {
    if (kind.startsWith("certificate"_L1))
        return u"certificate"_s;
    if (kind.startsWith("deploy"_L1))
        return u"deploy"_s;
    if (kind.startsWith("config"_L1) || kind.startsWith("policy"_L1))
        return u"policy"_s;
    if (kind.startsWith("proxy"_L1))
        return u"plug"_s;
    return u"alert"_s;
}

} // namespace causeway::app::pages
