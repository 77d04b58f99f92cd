// SPDX-License-Identifier: Apache-2.0
// What a lab's flight recording is good for, asked of the terminal as a person would. Each question
// answers with what is wrong; empty: nothing. Refers to the lab, which outlives it.
#pragma once

#include "support/lab_process.h"

#include <QSet>
#include <QString>

class RecordedPolicies {
public:
    explicit RecordedPolicies(const LabProcess& lab) : m_lab(lab) {}

    // Every edge of the fleet is in the exported file, judged as it was, and no secret.
    [[nodiscard]] QString exportHoldsEveryEdge() const;
    // Two callers of the ledger are no longer named: exactly these are told as newly denied, by the
    // live fleet and by the file.
    [[nodiscard]] QString aDenialIsForetold() const;
    // What is generated is clean, denies nobody, and once it is applied nobody is denied.
    [[nodiscard]] QString generatedPoliciesHold() const;

private:
    [[nodiscard]] QString path(const QString& name) const { return m_lab.directory() + '/' + name; }
    [[nodiscard]] QSet<QString> newlyDenied(const QStringList& words) const;

    const LabProcess& m_lab;
};
