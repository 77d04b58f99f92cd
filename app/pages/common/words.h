// SPDX-License-Identifier: GPL-3.0-or-later
// The words for what the domain says in values: health, sources, clouds, events. The only place
// where these are translated, so that every page says the same. Pure but for the current language.
#pragma once

#include "domain/event.h"
#include "domain/health.h"
#include "domain/inventory.h"
#include "domain/selection.h"
#include "domain/source_state.h"
#include "theme/status.h"

#include <QCoreApplication>

namespace causeway::app::pages {

class Words {
    Q_DECLARE_TR_FUNCTIONS(causeway::app::pages::Words)
public:
    [[nodiscard]] static theme::Status status(const domain::Verdict& verdict, bool stale = false);
    [[nodiscard]] static theme::Status status(domain::SourceCondition condition);
    [[nodiscard]] static theme::Status status(domain::Severity severity);
    // Degraded: it should have been renewed.
    [[nodiscard]] static theme::Status status(const domain::Certificate& certificate,
                                              domain::Instant now);

    [[nodiscard]] static QString describe(domain::Health health);
    // "p95 is 60 ms, usually 25 ms"
    [[nodiscard]] static QString describe(const domain::Verdict& verdict);
    // "stale 41 s: control plane unreachable (retry in 8 s)"
    [[nodiscard]] static QString describe(const domain::SourceState& source, domain::Instant now);
    // "2 s", "connecting", "stale 41 s": the short form for a crowded place
    [[nodiscard]] static QString brief(const domain::SourceState& source, domain::Instant now);
    // "stale 41 s, does not answer (retry in 8 s)": all of it in the user's language
    [[nodiscard]] static QString headline(const domain::SourceState& source, domain::Instant now);
    [[nodiscard]] static QString cause(ErrorKind kind);
    [[nodiscard]] static QString describe(domain::Leg leg);
    // "14:02:31"; of another day than `today` also the date.
    [[nodiscard]] static QString clock(domain::Instant at, domain::Instant today);
    // "2026-11-29 20:08", in the reader's zone
    [[nodiscard]] static QString dayAndTime(domain::Instant at);
    // "42 min ago", one unit, for people
    [[nodiscard]] static QString ago(domain::Milliseconds age);
    [[nodiscard]] static QString title(const domain::Selection& selection);
    [[nodiscard]] static QString cloud(const QString& cloud); // a proper name: "AWS"
    // What happened, to go with its subject: "connected"; details only where they matter.
    [[nodiscard]] static QString describe(const domain::Event& event);
    // "ledger-1"; of a SPIFFE id what people call it: "bank/ledger"
    [[nodiscard]] static QString subject(const domain::Event& event);
    // Icon of theme/icons.h for a kind of event: "certificate.issued".
    [[nodiscard]] static QString eventIcon(const QString& kind);

private:
    [[nodiscard]] static QString retry(const domain::SourceState& source, domain::Instant now);
};

} // namespace causeway::app::pages
