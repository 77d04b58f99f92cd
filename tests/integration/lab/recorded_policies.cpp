// SPDX-License-Identifier: Apache-2.0
#include "recorded_policies.h"

#include <QFile>
#include <QJsonDocument>

namespace {

// Caller and callee of every call in the talk's fleet.
constexpr int kEdges = 20;

QString identity(const QString& cluster, const QString& ns, const QString& account) {
    return QStringLiteral("spiffe://talk.mesh/cluster/%1/ns/%2/sa/%3").arg(cluster, ns, account);
}

bool write(const QString& path, const QString& text) {
    QFile file(path);
    return file.open(QFile::WriteOnly) && file.write(text.toUtf8()) == text.toUtf8().size();
}

QString read(const QString& path) {
    QFile file(path);
    return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString said(const QString& what, const Outcome& outcome) {
    return QStringLiteral("%1: exit %2\n%3%4")
        .arg(what)
        .arg(outcome.exitCode)
        .arg(QString::fromUtf8(outcome.output.left(4000)),
             QString::fromUtf8(outcome.errors.left(2000)));
}

} // namespace

QString RecordedPolicies::exportHoldsEveryEdge() const {
    QSet<QString> edges;
    QString text;
    const bool whole = eventually(60, [&] {
        edges.clear();
        if (m_lab.ctl({"recording", "export", "--since", "1h", "-o", path("fleet.rec")}).exitCode
            != 0)
            return false;
        text = read(path("fleet.rec"));
        for (const auto& line : text.split('\n'))
            if (const auto fields = line.split('\t'); fields.size() == 13 && !line.startsWith('#'))
                edges.insert(fields[3] + " -> " + fields[0]);
        return edges.size() >= kEdges;
    });
    if (!whole)
        return QStringLiteral("%1 edges are recorded:\n%2").arg(edges.size()).arg(text.left(4000));
    if (text.count("!recorded\t") != 3 || text.contains('?') || text.contains("\tdenied\t"))
        return "spans, a query or a denial:\n" + text.left(4000);
    if (!text.contains("\tPOST\t/bank.Ledger/GetBalance\t\tallowed\t"))
        return "no RPC of the ledger:\n" + text.left(4000);
    return QFile(path("fleet.rec")).permissions() & QFile::ReadOther ? "others may read it"
                                                                     : QString();
}

QSet<QString> RecordedPolicies::newlyDenied(const QStringList& words) const {
    QSet<QString> denied;
    for (const auto& each : m_lab.list(words, "changes"))
        if (const auto change = each.toObject(); change.value("change") == "newly_denied")
            denied.insert(change.value("caller").toString() + " -> "
                          + change.value("service").toString());
    return denied;
}

QString RecordedPolicies::aDenialIsForetold() const {
    write(path("fewer.yaml"),
          QStringLiteral("apiVersion: policy.linkerd.io/v1alpha1\nkind: MeshTLSAuthentication\n"
                         "metadata: {name: ledger-callers, namespace: bank}\nspec:\n  identities:\n"
                         "  - %1\n  - %2\n  - %3\n")
              .arg(identity("aws", "bank", "payments"), identity("aws", "bank", "statements"),
                   identity("gcp", "analytics", "data-export")));
    const QSet<QString> expected{identity("aws", "bank", "cards") + " -> ledger.bank.svc.aws.mesh",
                                 identity("azure", "bank", "loans")
                                     + " -> ledger.bank.svc.aws.mesh"};
    const QStringList words{"policy", "simulate", "--cluster",
                            "aws",    "--change", path("fewer.yaml")};
    for (const auto& more :
         {QStringList{"--since", "1h"}, QStringList{"--recording", path("fleet.rec")}}) {
        const auto outcome = m_lab.ctl(words + more);
        if (outcome.exitCode != 1 || newlyDenied(words + more) != expected)
            return said("simulate " + more.join(' '), outcome);
        if (QJsonDocument::fromJson(outcome.output).object().value("judged_otherwise").toInt(-1)
            != 0)
            return said("proxies and simulator do not agree", outcome);
    }
    return {};
}

QString RecordedPolicies::generatedPoliciesHold() const {
    for (const auto* cluster : {"aws", "azure", "gcp"}) {
        const auto file = path(QString(cluster) + "-generated.yaml");
        const QStringList which{"--cluster", cluster, "--since", "1h"};
        const auto made = m_lab.ctl(QStringList{"policy", "generate", "--out", file} + which);
        if (made.exitCode != 0 || !QFile::exists(file))
            return said("generate", made);
        if (!read(file).contains("7 days not seen"))
            return "it does not say how much was recorded:\n" + read(file).left(2000);
        const auto lint =
            m_lab.ctl({"policy", "lint", file, "--fail-on", "info", "--format", "json"});
        if (lint.exitCode != 0)
            return said("lint", lint);
        const auto simulated =
            m_lab.ctl(QStringList{"policy", "simulate", "--change", file} + which);
        if (simulated.exitCode != 0)
            return said("simulate", simulated);
        const auto applied = m_lab.ctl({"apply", "--cluster", cluster, "-f", file});
        if (applied.exitCode != 0)
            return said("apply", applied);
    }
    // By the new rules: whoever was let in still is, and what is recorded from now on says so.
    if (!eventually(40, [&] {
            const auto recorded = m_lab.ctl({"recording", "export", "--since", "15s"});
            return recorded.output.contains("\tallowed\t")
                   && !recorded.output.contains("\tdenied\t")
                   && !recorded.output.contains("\tno-route\t");
        }))
        return said("recorded since", m_lab.ctl({"recording", "export", "--since", "15s"}));
    const auto fleet = m_lab.ctl({"policy", "lint", "--fail-on", "warning", "--format", "json"});
    return fleet.exitCode == 0 ? QString() : said("lint --fleet", fleet);
}
