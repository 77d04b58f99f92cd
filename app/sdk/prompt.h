// SPDX-License-Identifier: GPL-3.0-or-later
// What a source must ask a person before it can go on: a password, a one-time code, the leave to
// run an exec credential helper of a kubeconfig. Answers with secrets are used once, never kept or
// logged.
#pragma once

#include <QMap>
#include <QMetaType>
#include <QString>

#include <vector>

namespace causeway::app::sdk {

struct PromptField {
    QString key;
    QString label; // as the other side words it
    bool secret = false;
};

struct Prompt {
    QString title;
    QString explanation;
    QString command; // an exec helper that would be run; empty: none
    std::vector<PromptField> fields;
};

struct PromptAnswer {
    bool accepted = false;
    QMap<QString, QString> values; // by key
};

} // namespace causeway::app::sdk

Q_DECLARE_METATYPE(causeway::app::sdk::Prompt)
Q_DECLARE_METATYPE(causeway::app::sdk::PromptAnswer)
