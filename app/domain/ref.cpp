// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/ref.h"

namespace causeway::app::domain {

Ref Ref::parse(QStringView qualifiedName) {
    Ref ref;
    if (const auto at = qualifiedName.lastIndexOf(u'@'); at >= 0) {
        ref.cluster = qualifiedName.sliced(at + 1).toString();
        qualifiedName.truncate(at);
    }
    if (const auto dot = qualifiedName.indexOf(u'.'); dot >= 0) {
        ref.nameSpace = qualifiedName.sliced(dot + 1).toString();
        qualifiedName.truncate(dot);
    }
    ref.name = qualifiedName.toString();
    return ref;
}

LinkRef LinkRef::parse(QStringView name) {
    const auto colon = name.indexOf(u':');
    if (colon < 0)
        return {};
    return {name.first(colon).toString(), name.sliced(colon + 1).toString()};
}

} // namespace causeway::app::domain
