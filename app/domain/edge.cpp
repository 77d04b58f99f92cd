// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/edge.h"

#include "base/assert.h"

#include <QStringList>

namespace causeway::app::domain {

QString name(Tls tls) {
    switch (tls) {
    case Tls::Unknown:
        return {};
    case Tls::Mutual:
        return QStringLiteral("mutual");
    case Tls::None:
        return QStringLiteral("none");
    case Tls::Local:
        return QStringLiteral("local");
    }
    CAUSEWAY_ASSERT(false);
}

QString EdgeKey::id() const {
    QStringList parts{source.qualifiedName(), QStringLiteral("→"), destination.qualifiedName()};
    for (const QString& part : {name(protocol), name(tls), link.name()})
        if (!part.isEmpty())
            parts.append(part);
    return parts.join(u' ');
}

} // namespace causeway::app::domain
