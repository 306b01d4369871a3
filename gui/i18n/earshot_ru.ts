<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name>AddSheet</name>
    <message>
        <source>Add somebody</source>
        <translation>Добавить человека</translation>
    </message>
    <message>
        <source>Whoever is on this network appears in the list by themselves. Others can be added by their card or by an address.</source>
        <translation>Все, кто есть в этой сети, появляются в списке сами. Остальных можно добавить по визитке или по адресу.</translation>
    </message>
    <message>
        <source>Their card (earshot:…) or an address</source>
        <translation>Визитка (earshot:…) или адрес</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Your card</source>
        <translation>Ваша визитка</translation>
    </message>
    <message>
        <source>Let others scan it, or send it to them. It is no secret, but it must arrive as it is.</source>
        <translation>Дайте её отсканировать или отправьте. Это не секрет, но дойти она должна без изменений.</translation>
    </message>
    <message>
        <source>QR code of your card</source>
        <translation>QR-код вашей визитки</translation>
    </message>
    <message>
        <source>Copy your card</source>
        <translation>Скопировать визитку</translation>
    </message>
</context>
<context>
    <name>Bubble</name>
    <message>
        <source>Show all of it</source>
        <translation>Показать целиком</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>last seen %1</source>
        <translation>последний раз в сети %1</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>ещё не встречался в сети</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>не отвечает</translation>
    </message>
    <message>
        <source>through %1</source>
        <translation>через компьютер: %1</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Назад к списку</translation>
    </message>
    <message>
        <source>Opens the details</source>
        <translation>Открывает сведения</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>проверено</translation>
    </message>
    <message>
        <source>Make sure who it is</source>
        <translation>Проверить, кто это</translation>
    </message>
    <message>
        <source>Search here</source>
        <translation>Искать здесь</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Сведения</translation>
    </message>
    <message>
        <source>away</source>
        <translation>нет на месте</translation>
    </message>
    <message>
        <source>do not disturb</source>
        <translation>не беспокоить</translation>
    </message>
    <message>
        <source>online</source>
        <translation>в сети</translation>
    </message>
</context>
<context>
    <name>ChatPane</name>
    <message>
        <source>Conversation with %1</source>
        <translation>Переписка: %1</translation>
    </message>
    <message>
        <source>No conversation</source>
        <translation>Переписка не открыта</translation>
    </message>
    <message>
        <source>Within earshot</source>
        <translation>В пределах слышимости</translation>
    </message>
    <message>
        <source>Choose somebody on the left. Whoever runs Earshot on this network is there by themselves.</source>
        <translation>Выберите собеседника слева. Все, у кого в этой сети запущен Earshot, появляются там сами.</translation>
    </message>
    <message>
        <source>This is not your contact %1 (%2): another key, another person with the same name.</source>
        <translation>Это не ваш контакт %1 (%2): другой ключ, другой человек с тем же именем.</translation>
    </message>
    <message>
        <source>Make sure who it is</source>
        <translation>Проверить, кто это</translation>
    </message>
    <message>
        <source>You have blocked %1. Nothing of theirs arrives.</source>
        <translation>Вы заблокировали: %1. Ничего от этого человека не приходит.</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>Разблокировать</translation>
    </message>
    <message>
        <source>Writing to %1 accepts the request</source>
        <translation>Ответ примет запрос (%1)</translation>
    </message>
    <message>
        <source>%1 does not want to be disturbed</source>
        <translation>%1 просит не беспокоить</translation>
    </message>
    <message numerus="yes">
        <source>Encrypted for %n device(s) of %1</source>
        <translation>
            <numerusform>Зашифровано для %n устройства (%1)</numerusform>
            <numerusform>Зашифровано для %n устройств (%1)</numerusform>
            <numerusform>Зашифровано для %n устройств (%1)</numerusform>
        </translation>
    </message>
    <message>
        <source>Encrypted for %1</source>
        <translation>Зашифровано для собеседника (%1)</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter makes a new line</source>
        <translation>Enter отправляет, Shift+Enter переносит строку</translation>
    </message>
    <message>
        <source>This is where you talk. Whoever runs Earshot on this network appears on the left by themselves.</source>
        <translation>Здесь вы будете переписываться. Все, у кого в этой сети запущен Earshot, появятся слева сами.</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Copy the code</source>
        <translation>Скопировать код</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Go to a person or do something</source>
        <translation>Перейти к человеку или сделать что-нибудь</translation>
    </message>
    <message>
        <source>Go to the nth conversation</source>
        <translation>К переписке с этим номером</translation>
    </message>
    <message>
        <source>Previous conversation</source>
        <translation>Предыдущая переписка</translation>
    </message>
    <message>
        <source>Next conversation</source>
        <translation>Следующая переписка</translation>
    </message>
    <message>
        <source>Next unread conversation</source>
        <translation>Следующая непрочитанная переписка</translation>
    </message>
    <message>
        <source>Search in this conversation</source>
        <translation>Искать в этой переписке</translation>
    </message>
    <message>
        <source>Search everywhere</source>
        <translation>Искать везде</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>Добавить человека</translation>
    </message>
    <message>
        <source>Details of the conversation</source>
        <translation>Сведения о собеседнике</translation>
    </message>
    <message>
        <source>Insert an emoji</source>
        <translation>Вставить эмодзи</translation>
    </message>
    <message>
        <source>Mute the conversation, or not any more</source>
        <translation>Выключить или включить уведомления переписки</translation>
    </message>
    <message>
        <source>Do not disturb, or not any more</source>
        <translation>Включить или выключить «Не беспокоить»</translation>
    </message>
    <message>
        <source>Check the network</source>
        <translation>Проверить сеть</translation>
    </message>
    <message>
        <source>To the list of people</source>
        <translation>К списку людей</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>Отправить сообщение</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>New line in the message</source>
        <translation>Новая строка в сообщении</translation>
    </message>
    <message>
        <source>From an empty message to the messages above</source>
        <translation>Из пустого поля к сообщениям выше</translation>
    </message>
    <message>
        <source>Close what is open, then to the newest message</source>
        <translation>Закрыть открытое, затем к новейшему сообщению</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Everything larger</source>
        <translation>Всё крупнее</translation>
    </message>
    <message>
        <source>Everything smaller</source>
        <translation>Всё мельче</translation>
    </message>
    <message>
        <source>The usual size</source>
        <translation>Обычный размер</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>List of keys</source>
        <translation>Список клавиш</translation>
    </message>
    <message>
        <source>Close the window; messages still arrive</source>
        <translation>Закрыть окно; сообщения будут приходить</translation>
    </message>
    <message>
        <source>To the first unread message</source>
        <translation>К первому непрочитанному сообщению</translation>
    </message>
    <message>
        <source>Messages that wait to be delivered</source>
        <translation>Сообщения, которые ждут доставки</translation>
    </message>
    <message>
        <source>In the messages: one up, one down</source>
        <translation>В сообщениях: на одно вверх, на одно вниз</translation>
    </message>
    <message>
        <source>In the messages: a page up, a page down</source>
        <translation>В сообщениях: на страницу вверх, на страницу вниз</translation>
    </message>
    <message>
        <source>In the messages: to the first one here, to the newest</source>
        <translation>В сообщениях: к первому из показанных, к новейшему</translation>
    </message>
    <message>
        <source>In the messages: what can be done with one, and its links</source>
        <translation>В сообщениях: что можно сделать с сообщением, и его ссылки</translation>
    </message>
    <message>
        <source>In the messages: copy the text of one</source>
        <translation>В сообщениях: скопировать текст сообщения</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message to %1</source>
        <translation>Сообщение: %1</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Код</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>Эмодзи</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Отправить</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Too long: %1 of %2 bytes</source>
        <translation>Слишком длинно: %1 из %2 байт</translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <source>Details of %1</source>
        <translation>Сведения: %1</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Сведения</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>Закрыть сведения</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Проверено</translation>
    </message>
    <message>
        <source>Make sure who it is</source>
        <translation>Проверить, кто это</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Статус</translation>
    </message>
    <message>
        <source>Calls themselves</source>
        <translation>Называет себя</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Последний раз в сети</translation>
    </message>
    <message>
        <source>Reached at</source>
        <translation>Адрес</translation>
    </message>
    <message>
        <source>through %1, who cannot read it</source>
        <translation>через другой компьютер (%1), прочесть там ничего нельзя</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Устройства</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Ключ</translation>
    </message>
    <message>
        <source>What you call them</source>
        <translation>Как вы называете этого человека</translation>
    </message>
    <message>
        <source>What you call them; only you see it</source>
        <translation>Как вы называете этого человека; видите только вы</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Без уведомлений</translation>
    </message>
    <message>
        <source>No notifications from this conversation.</source>
        <translation>Эта переписка не присылает уведомлений.</translation>
    </message>
    <message>
        <source>Why can&apos;t I reach them?</source>
        <translation>Почему нет связи?</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>Разблокировать</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Заблокировать</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>Забыть…</translation>
    </message>
    <message>
        <source>Tell me when they come</source>
        <translation>Сообщить о появлении</translation>
    </message>
    <message>
        <source>Once, when they are at their computer and were not before.</source>
        <translation>Один раз: когда собеседник окажется за компьютером.</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>Earshot runs, version {version}.</source>
        <translation>Earshot работает, версия {version}.</translation>
    </message>
    <message>
        <source>Earshot does not run: nobody can see or reach you.</source>
        <translation>Earshot не запущен: вас никто не видит и не может вам написать.</translation>
    </message>
    <message>
        <source>Earshot does not run; the last it said: {log}</source>
        <translation>Earshot не запускается; последнее, что он сообщил: {log}</translation>
    </message>
    <message>
        <source>Earshot runs but does not answer.</source>
        <translation>Earshot работает, но не отвечает.</translation>
    </message>
    <message>
        <source>Only you can read your profile.</source>
        <translation>Ваш профиль можете читать только вы.</translation>
    </message>
    <message>
        <source>Other users of this computer can read your profile&apos;s folder.</source>
        <translation>Другие пользователи этого компьютера могут читать папку вашего профиля.</translation>
    </message>
    <message>
        <source>Messages can be stored.</source>
        <translation>Сообщения сохраняются.</translation>
    </message>
    <message>
        <source>Messages cannot be stored: nothing is sent or accepted.</source>
        <translation>Сообщения нельзя сохранить: ничего не отправляется и не принимается.</translation>
    </message>
    <message>
        <source>{free_mib} MiB are free.</source>
        <translation>Свободно {free_mib} МиБ.</translation>
    </message>
    <message>
        <source>Only {free_mib} MiB are free.</source>
        <translation>Свободно всего {free_mib} МиБ.</translation>
    </message>
    <message>
        <source>The disk is full: {free_mib} MiB are free.</source>
        <translation>Диск заполнен: свободно {free_mib} МиБ.</translation>
    </message>
    <message>
        <source>How much room there is cannot be told.</source>
        <translation>Сколько места на диске, узнать не удалось.</translation>
    </message>
    <message>
        <source>All parts of Earshot are of one version, {daemon}.</source>
        <translation>Все части Earshot одной версии: {daemon}.</translation>
    </message>
    <message>
        <source>Earshot is version {daemon}.</source>
        <translation>Версия Earshot: {daemon}.</translation>
    </message>
    <message>
        <source>This window is version {program}, the program behind it {daemon}.</source>
        <translation>Версия окна {program}, а программы за ним — {daemon}.</translation>
    </message>
    <message>
        <source>Your clock agrees with others.</source>
        <translation>Ваши часы идут как у других.</translation>
    </message>
    <message>
        <source>Your clock is {behind} behind {differ} of {compared} others.</source>
        <translation>Ваши часы отстают на {behind} от {differ} из {compared} других.</translation>
    </message>
    <message>
        <source>Your clock is {behind} ahead of {differ} of {compared} others.</source>
        <translation>Ваши часы спешат на {behind} против {differ} из {compared} других.</translation>
    </message>
    <message>
        <source>Your clock and the only other one differ by {behind}: one of them is wrong.</source>
        <translation>Ваши часы и единственные другие расходятся на {behind}: одни из них неверны.</translation>
    </message>
    <message>
        <source>Nobody is here to compare clocks with.</source>
        <translation>Сверить часы не с кем.</translation>
    </message>
    <message>
        <source>Nobody else uses your identity.</source>
        <translation>Вашей учётной записью больше никто не пользуется.</translation>
    </message>
    <message>
        <source>Your identity runs on another computer too: both get half of everything.</source>
        <translation>Ваша учётная запись работает и на другом компьютере: каждый получает лишь часть сообщений.</translation>
    </message>
    <message>
        <source>This computer is in a network.</source>
        <translation>Компьютер подключён к сети.</translation>
    </message>
    <message>
        <source>The cable is out, or the wireless network is not joined.</source>
        <translation>Кабель не подключён или беспроводная сеть не выбрана.</translation>
    </message>
    <message>
        <source>The network is there, but this computer has no address in it.</source>
        <translation>Сеть есть, но у компьютера нет в ней адреса.</translation>
    </message>
    <message>
        <source>This computer has no network interface to use.</source>
        <translation>На этом компьютере нет подходящего сетевого интерфейса.</translation>
    </message>
    <message>
        <source>Strangers see you in this network.</source>
        <translation>Незнакомые видят вас в этой сети.</translation>
    </message>
    <message>
        <source>Strangers do not see you on {interface}: the network is new, or you are hidden.</source>
        <translation>Незнакомые не видят вас на {interface}: сеть новая или вы скрыты.</translation>
    </message>
    <message>
        <source>Others reach you at port {port}.</source>
        <translation>С вами связываются через порт {port}.</translation>
    </message>
    <message>
        <source>Port {wished} is taken by {holder}; you are reached at port {port}.</source>
        <translation>Порт {wished} занят ({holder}); с вами связываются через порт {port}.</translation>
    </message>
    <message>
        <source>Port {wished} is taken by {holder}; you are reached at port {port}, which firewalls do not know.</source>
        <translation>Порт {wished} занят ({holder}); с вами связываются через порт {port}, неизвестный брандмауэрам.</translation>
    </message>
    <message>
        <source>The firewall of this computer lets others in.</source>
        <translation>Брандмауэр этого компьютера пропускает других.</translation>
    </message>
    <message>
        <source>The firewall of this computer keeps others out of port {port} (chain {chain}).</source>
        <translation>Брандмауэр этого компьютера закрывает порт {port} (цепочка: {chain}).</translation>
    </message>
    <message>
        <source>{program} is on, and nobody has reached you yet: it may keep others out of port {port}.</source>
        <translation>Включён {program}, и к вам ещё никто не подключался: возможно, он закрывает порт {port}.</translation>
    </message>
    <message>
        <source>Firewall rules are only for root to read; {program} is not on.</source>
        <translation>Правила брандмауэра доступны только root; {program} не включён.</translation>
    </message>
    <message>
        <source>This network keeps its devices apart: the gateway answers, nobody else does.</source>
        <translation>Эта сеть отделяет устройства друг от друга: отвечает только шлюз.</translation>
    </message>
    <message>
        <source>Devices of this network reach each other.</source>
        <translation>Устройства этой сети видят друг друга.</translation>
    </message>
    <message>
        <source>There is no gateway or nobody to try it with.</source>
        <translation>Нет шлюза, или проверить не с кем.</translation>
    </message>
    <message>
        <source>There is no network.</source>
        <translation>Сети нет.</translation>
    </message>
    <message>
        <source>Packets of the usual size pass.</source>
        <translation>Пакеты обычного размера проходят.</translation>
    </message>
    <message>
        <source>Packets are a little smaller than usual, which is no harm.</source>
        <translation>Пакеты чуть меньше обычных, это не мешает.</translation>
    </message>
    <message>
        <source>Only small packets pass.</source>
        <translation>Проходят только маленькие пакеты.</translation>
    </message>
    <message>
        <source>Others can be reached.</source>
        <translation>С другими есть связь.</translation>
    </message>
    <message>
        <source>Nobody you know listens: their Earshot does not run.</source>
        <translation>Никто из знакомых не отвечает: у них не запущен Earshot.</translation>
    </message>
    <message>
        <source>Nobody you know answers.</source>
        <translation>Никто из знакомых не отвечает.</translation>
    </message>
    <message>
        <source>You have met nobody yet.</source>
        <translation>Вы пока никого не встречали.</translation>
    </message>
    <message>
        <source>Nobody answers, as said above.</source>
        <translation>Никто не отвечает; причина указана выше.</translation>
    </message>
    <message>
        <source>Another computer reached you at port {port} just now.</source>
        <translation>Другой компьютер только что связался с вами через порт {port}.</translation>
    </message>
    <message>
        <source>Another computer tried to reach you at port {port} and could not.</source>
        <translation>Другой компьютер пытался связаться с вами через порт {port} и не смог.</translation>
    </message>
    <message>
        <source>Others have reached you: {links_in} of your links.</source>
        <translation>С вами связывались другие: таких соединений {links_in}.</translation>
    </message>
    <message>
        <source>Nobody is here who could try to reach you.</source>
        <translation>Некому попробовать связаться с вами.</translation>
    </message>
    <message>
        <source>This computer can send to everybody (multicast).</source>
        <translation>Компьютер может отправлять сразу всем (multicast).</translation>
    </message>
    <message>
        <source>Multicast does not work on this computer.</source>
        <translation>Рассылка всем (multicast) на этом компьютере не работает.</translation>
    </message>
    <message>
        <source>Multicast could not be tried.</source>
        <translation>Проверить рассылку всем (multicast) не удалось.</translation>
    </message>
    <message>
        <source>{heard} other computers are heard by multicast.</source>
        <translation>Рассылкой слышно других компьютеров: {heard}.</translation>
    </message>
    <message>
        <source>The network drops multicast: {near} computers with Earshot are near, none is heard by it.</source>
        <translation>Сеть не пропускает рассылку: рядом компьютеров с Earshot: {near}, и ни одного не слышно.</translation>
    </message>
    <message>
        <source>Nobody is near who could be heard by multicast.</source>
        <translation>Рядом нет никого, кого можно было бы услышать.</translation>
    </message>
    <message>
        <source>Nobody is heard by multicast, as said above.</source>
        <translation>Рассылкой никого не слышно; причина указана выше.</translation>
    </message>
    <message>
        <source>No other program here speaks mDNS.</source>
        <translation>Другие программы здесь не используют mDNS.</translation>
    </message>
    <message>
        <source>Other programs here speak mDNS too, which is no harm.</source>
        <translation>Другие программы тоже используют mDNS, это не мешает.</translation>
    </message>
    <message>
        <source>Looking for people by mDNS is switched off.</source>
        <translation>Поиск людей по mDNS выключен.</translation>
    </message>
    <message>
        <source>Everybody here can see you by mDNS: you have just come.</source>
        <translation>Вас здесь видят все по mDNS: вы только что появились.</translation>
    </message>
    <message>
        <source>Everybody here can see you by mDNS: you have fewer than two links.</source>
        <translation>Вас здесь видят все по mDNS: у вас меньше двух соединений.</translation>
    </message>
    <message>
        <source>Everybody here can see you by mDNS: you are one of the beacons.</source>
        <translation>Вас здесь видят все по mDNS: ваш компьютер — один из маяков.</translation>
    </message>
    <message>
        <source>Everybody here can see you by mDNS, for a moment more.</source>
        <translation>Вас здесь ещё немного видят все по mDNS.</translation>
    </message>
    <message>
        <source>Others are seen by mDNS, and they know you: there are enough.</source>
        <translation>По mDNS видны другие, и они вас знают: этого достаточно.</translation>
    </message>
    <message>
        <source>Nobody sees you by mDNS, as said above.</source>
        <translation>По mDNS вас никто не видит; причина указана выше.</translation>
    </message>
    <message>
        <source>{name} is connected.</source>
        <translation>{name}: соединение есть.</translation>
    </message>
    <message>
        <source>{name}&apos;s computer answers.</source>
        <translation>{name}: компьютер отвечает.</translation>
    </message>
    <message>
        <source>{name} is blocked by you.</source>
        <translation>{name}: вы заблокировали этого человека.</translation>
    </message>
    <message>
        <source>{name} is here ({reached_by} can reach them), but the firewall of this computer keeps them out.</source>
        <translation>{name}: в сети (связь есть: {reached_by}), но брандмауэр этого компьютера не пропускает.</translation>
    </message>
    <message>
        <source>{name} is here ({reached_by} can reach them), but this network keeps your devices apart.</source>
        <translation>{name}: в сети (связь есть: {reached_by}), но сеть отделяет ваши устройства друг от друга.</translation>
    </message>
    <message>
        <source>{name} is here ({reached_by} can reach them), but they cannot be reached from this computer.</source>
        <translation>{name}: в сети (связь есть: {reached_by}), но с этого компьютера связи нет.</translation>
    </message>
    <message>
        <source>{name}&apos;s computer is on, but Earshot does not run there.</source>
        <translation>{name}: компьютер включён, но Earshot там не запущен.</translation>
    </message>
    <message>
        <source>Nobody here knows where {name} is.</source>
        <translation>{name}: никто здесь не знает, где этот человек.</translation>
    </message>
    <message>
        <source>Nobody on this network has seen {name} yet.</source>
        <translation>{name}: никто в этой сети ещё не встречал этого человека.</translation>
    </message>
    <message>
        <source>Nobody on this network has seen {name} since {last_seen}.</source>
        <translation>{name}: никто в этой сети не видел этого человека; последний раз {last_seen}.</translation>
    </message>
    <message>
        <source>Start Earshot again.</source>
        <translation>Запустите Earshot снова.</translation>
    </message>
    <message>
        <source>See daemon.log in the profile&apos;s folder.</source>
        <translation>Посмотрите daemon.log в папке профиля.</translation>
    </message>
    <message>
        <source>Let nobody but you open the profile&apos;s folder: chmod 700</source>
        <translation>Закройте папку профиля от других: chmod 700</translation>
    </message>
    <message>
        <source>Make room on the disk.</source>
        <translation>Освободите место на диске.</translation>
    </message>
    <message>
        <source>Restart Earshot: quit it, then open it again.</source>
        <translation>Перезапустите Earshot: завершите и откройте снова.</translation>
    </message>
    <message>
        <source>Set the clock of this computer.</source>
        <translation>Поставьте часы этого компьютера.</translation>
    </message>
    <message>
        <source>Stop Earshot on one of the two. A profile must not be copied.</source>
        <translation>Остановите Earshot на одном из двух. Профиль копировать нельзя.</translation>
    </message>
    <message>
        <source>Plug the cable in, or join a wireless network.</source>
        <translation>Подключите кабель или выберите беспроводную сеть.</translation>
    </message>
    <message>
        <source>Connect to the network again, or ask who runs it for an address.</source>
        <translation>Подключитесь к сети заново или попросите адрес у того, кто ею управляет.</translation>
    </message>
    <message>
        <source>Let people in this network see you.</source>
        <translation>Разрешите людям в этой сети видеть вас.</translation>
    </message>
    <message>
        <source>End {holder}, then restart Earshot.</source>
        <translation>Завершите программу ({holder}), затем перезапустите Earshot.</translation>
    </message>
    <message>
        <source>In a terminal: sudo ufw allow {port}/tcp</source>
        <translation>В терминале: sudo ufw allow {port}/tcp</translation>
    </message>
    <message>
        <source>In a terminal: sudo firewall-cmd --permanent --add-port={port}/tcp &amp;&amp; sudo firewall-cmd --reload</source>
        <translation>В терминале: sudo firewall-cmd --permanent --add-port={port}/tcp &amp;&amp; sudo firewall-cmd --reload</translation>
    </message>
    <message>
        <source>Let TCP port {port} in: a rule &quot;tcp dport {port} accept&quot; in {chain}.</source>
        <translation>Откройте TCP-порт {port}: правило «tcp dport {port} accept» в цепочке {chain}.</translation>
    </message>
    <message>
        <source>Let TCP port {port} in through this computer&apos;s firewall.</source>
        <translation>Откройте TCP-порт {port} в брандмауэре этого компьютера.</translation>
    </message>
    <message>
        <source>Use a cable or another network. Some access points call this client isolation.</source>
        <translation>Подключитесь кабелем или к другой сети. В точках доступа это называется изоляцией клиентов.</translation>
    </message>
    <message>
        <source>Look at the VPN or tunnel in use.</source>
        <translation>Проверьте VPN или туннель.</translation>
    </message>
    <message>
        <source>Try again when somebody is at work.</source>
        <translation>Попробуйте, когда кто-нибудь будет на месте.</translation>
    </message>
    <message>
        <source>Let UDP port 5353 out and in through this computer&apos;s firewall.</source>
        <translation>Откройте UDP-порт 5353 в обе стороны в брандмауэре этого компьютера.</translation>
    </message>
    <message>
        <source>Add one address of somebody there: the plus sign above the list.</source>
        <translation>Добавьте один адрес кого-нибудь там: плюс над списком.</translation>
    </message>
    <message>
        <source>In a terminal: earshot config set net.mdns true</source>
        <translation>В терминале: earshot config set net.mdns true</translation>
    </message>
    <message>
        <source>Unblock them.</source>
        <translation>Разблокируйте этого человека.</translation>
    </message>
    <message>
        <source>Ask them to run this check, too.</source>
        <translation>Попросите там тоже запустить эту проверку.</translation>
    </message>
    <message>
        <source>Ask them to start Earshot.</source>
        <translation>Попросите запустить Earshot.</translation>
    </message>
    <message>
        <source>Nothing: messages wait until they are back.</source>
        <translation>Ничего: сообщения подождут возвращения.</translation>
    </message>
    <message>
        <source>never</source>
        <translation>никогда</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>другая программа</translation>
    </message>
    <message>
        <source>others</source>
        <translation>другие</translation>
    </message>
    <message>
        <source>{name} is connected through {through}; there is no direct way.</source>
        <translation>{name}: соединение через {through}, прямого пути нет.</translation>
    </message>
    <message>
        <source>Packets of the usual size are lost on the way; small ones pass.</source>
        <translation>Пакеты обычного размера теряются по дороге; маленькие проходят.</translation>
    </message>
    <message>
        <source>Your session&apos;s keyring has the key of your profile.</source>
        <translation>Ключ вашего профиля хранится в связке ключей сеанса.</translation>
    </message>
    <message>
        <source>Your session&apos;s keyring has lost the key of your profile: when Earshot ends, nobody can open the profile any more.</source>
        <translation>Ключ вашего профиля пропал из связки ключей сеанса: когда Earshot завершится, профиль не откроет никто.</translation>
    </message>
    <message>
        <source>Your session&apos;s keyring is locked, and does not show whether it has the key of your profile.</source>
        <translation>Связка ключей сеанса заперта и не показывает, есть ли в ней ключ вашего профиля.</translation>
    </message>
    <message>
        <source>No keyring runs in your session: after its next start Earshot cannot open the profile.</source>
        <translation>В вашем сеансе нет связки ключей: после следующего запуска Earshot не откроет профиль.</translation>
    </message>
    <message>
        <source>Your session&apos;s keyring does not answer: after its next start Earshot may not open the profile.</source>
        <translation>Связка ключей сеанса не отвечает: после следующего запуска Earshot может не открыть профиль.</translation>
    </message>
    <message>
        <source>Set a passphrase in the settings, before Earshot ends.</source>
        <translation>Задайте пароль в настройках, пока Earshot работает.</translation>
    </message>
    <message>
        <source>Open the keyring and check again. A passphrase, in the settings, needs none.</source>
        <translation>Откройте связку ключей и проверьте снова. Паролю (в настройках) она не нужна.</translation>
    </message>
    <message>
        <source>Log in to your desktop again, or set a passphrase in the settings.</source>
        <translation>Войдите на рабочий стол заново или задайте пароль в настройках.</translation>
    </message>
</context>
<context>
    <name>DoctorSheet</name>
    <message>
        <source>Why can&apos;t I reach %1?</source>
        <translation>Почему нет связи: %1?</translation>
    </message>
    <message>
        <source>Network check</source>
        <translation>Проверка сети</translation>
    </message>
    <message>
        <source>Looking; this takes up to five seconds…</source>
        <translation>Проверяем; это займёт до пяти секунд…</translation>
    </message>
    <message>
        <source>Network, firewall, clock and people are tried, all at once.</source>
        <translation>Сеть, брандмауэр, часы и люди проверяются одновременно.</translation>
    </message>
    <message>
        <source>Be seen here</source>
        <translation>Показаться здесь</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>Разблокировать</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Скопировать команду</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Проверить снова</translation>
    </message>
    <message>
        <source>Look for people now</source>
        <translation>Искать людей сейчас</translation>
    </message>
    <message>
        <source>Try to connect</source>
        <translation>Подключиться</translation>
    </message>
</context>
<context>
    <name>EmojiGrid</name>
    <message>
        <source>Emoji</source>
        <translation>Эмодзи</translation>
    </message>
</context>
<context>
    <name>EmojiPicker</name>
    <message>
        <source>Find an emoji</source>
        <translation>Найти эмодзи</translation>
    </message>
</context>
<context>
    <name>FirstRunSheet</name>
    <message>
        <source>Welcome to Earshot</source>
        <translation>Добро пожаловать в Earshot</translation>
    </message>
    <message>
        <source>Who may see you?</source>
        <translation>Кто может вас видеть?</translation>
    </message>
    <message>
        <source>Talk to the people on your network. There is no server, no account and no internet in between.</source>
        <translation>Переписывайтесь с людьми в вашей сети. Без сервера, без регистрации и без интернета.</translation>
    </message>
    <message>
        <source>People here find you by themselves. Your name is all that they learn.</source>
        <translation>Люди здесь находят вас сами. Узнают они только ваше имя.</translation>
    </message>
    <message>
        <source>Your name, as others see it</source>
        <translation>Ваше имя для других</translation>
    </message>
    <message>
        <source>Messages are sealed on your computer and opened on the other one. Nobody on the network, and no computer that passes them on, can read them.</source>
        <translation>Сообщения зашифровываются на вашем компьютере и открываются на другом. Прочесть их не может никто в сети и ни один компьютер, который их передаёт.</translation>
    </message>
    <message>
        <source>A person is a key, not a name. Compare keys once to be sure of somebody; until then the first key seen is trusted.</source>
        <translation>Человек — это ключ, а не имя. Чтобы не сомневаться, один раз сверьте ключи; до этого доверие получает первый увиденный ключ.</translation>
    </message>
    <message>
        <source>Your history lies on this computer, as private as its disk: encrypt the disk if others can get at it. That you use Earshot, and with whom you talk, can be seen on the network.</source>
        <translation>История лежит на этом компьютере и защищена так же, как его диск: зашифруйте диск, если к нему есть доступ у других. В сети видно, что вы пользуетесь Earshot и с кем переписываетесь.</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далее</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Protect your keys with a passphrase</source>
        <translation>Защитить ваши ключи паролем</translation>
    </message>
    <message>
        <source>You type it after each start of Earshot&apos;s background program. Without one, a key file on this disk opens your keys for whoever reads it. The settings have this, too.</source>
        <translation>Его нужно вводить после каждого запуска фоновой программы Earshot. Без пароля ваши ключи откроет любой, кто прочитает этот диск: на нём лежит файл-ключ. Это можно сделать и позже, в настройках.</translation>
    </message>
    <message>
        <source>A moment…</source>
        <translation>Минуту…</translation>
    </message>
    <message>
        <source>Unlock with my session</source>
        <translation>Открывать вместе с моим сеансом</translation>
    </message>
    <message>
        <source>The keyring of your desktop keeps the key, and you type nothing. If the keyring is ever lost or reset, so is your identity here.</source>
        <translation>Ключ хранит связка ключей рабочего стола, и вводить ничего не нужно. Если связка пропадёт или будет сброшена, пропадёт и ваш ключ в Earshot.</translation>
    </message>
</context>
<context>
    <name>ForgetSheet</name>
    <message>
        <source>Forget %1?</source>
        <translation>Забыть: %1?</translation>
    </message>
    <message>
        <source>As if you had never met: your comparison of keys, what you call them and what waits for them goes.</source>
        <translation>Как будто вы не встречались: исчезнут сверка ключей, данное вами имя и всё, что ждёт отправки.</translation>
    </message>
    <message>
        <source>Delete the conversation, too</source>
        <translation>Удалить и переписку</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Забыть</translation>
    </message>
</context>
<context>
    <name>FoundPeople</name>
    <message>
        <source>People</source>
        <translation>Люди</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Сообщения</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Поиск…</translation>
    </message>
    <message>
        <source>No message has these words</source>
        <translation>Сообщений с такими словами нет</translation>
    </message>
    <message>
        <source>Nobody is called like that</source>
        <translation>Так никого не зовут</translation>
    </message>
</context>
<context>
    <name>InfoSheet</name>
    <message>
        <source>Message details</source>
        <translation>Сведения о сообщении</translation>
    </message>
    <message>
        <source>Written %1</source>
        <translation>Написано %1</translation>
    </message>
    <message>
        <source>Device %1</source>
        <translation>Устройство %1</translation>
    </message>
    <message>
        <source>There is nothing more to tell about this message.</source>
        <translation>Больше об этом сообщении ничего не известно.</translation>
    </message>
    <message>
        <source>Sealed copies are kept for them by</source>
        <translation>Запечатанные копии для них хранят</translation>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
</context>
<context>
    <name>LinkSheet</name>
    <message>
        <source>Open this link?</source>
        <translation>Открыть эту ссылку?</translation>
    </message>
    <message>
        <source>It leads to a place that another program opens. Open it only if you trust whoever sent it.</source>
        <translation>Её откроет другая программа. Открывайте, только если доверяете отправителю.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Скопировать</translation>
    </message>
    <message>
        <source>Add somebody?</source>
        <translation>Добавить человека?</translation>
    </message>
    <message>
        <source>The link is somebody&apos;s card. Whoever made it becomes your contact, and what they write arrives. Add them only if you trust where it came from.</source>
        <translation>Эта ссылка — чья-то карточка. Её владелец станет вашим контактом, и его сообщения будут приходить. Добавляйте, только если доверяете тому, откуда она взялась.</translation>
    </message>
    <message>
        <source>Add contact</source>
        <translation>Добавить в контакты</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>(%1) Earshot</source>
        <translation>(%1) Earshot</translation>
    </message>
    <message>
        <source>Earshot</source>
        <translation>Earshot</translation>
    </message>
    <message>
        <source>%1 was added.</source>
        <translation>Контакт добавлен: %1.</translation>
    </message>
    <message>
        <source>The address was added.</source>
        <translation>Адрес добавлен.</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>Copy the text</source>
        <translation>Скопировать текст</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Сведения</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Отозвать</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>Открыть %1</translation>
    </message>
</context>
<context>
    <name>MessageRow</name>
    <message>
        <source>New</source>
        <translation>Новые</translation>
    </message>
    <message>
        <source>Has links, which its menu opens</source>
        <translation>Есть ссылки, они открываются из меню сообщения</translation>
    </message>
</context>
<context>
    <name>NetworkStrip</name>
    <message>
        <source>Connecting…</source>
        <translation>Подключение…</translation>
    </message>
    <message>
        <source>Earshot is starting…</source>
        <translation>Earshot запускается…</translation>
    </message>
    <message>
        <source>Connection lost, connecting again…</source>
        <translation>Связь потеряна, подключаемся снова…</translation>
    </message>
    <message>
        <source>Earshot&apos;s background program does not start</source>
        <translation>Фоновая программа Earshot не запускается</translation>
    </message>
    <message>
        <source>Another version of Earshot is running</source>
        <translation>Запущена другая версия Earshot</translation>
    </message>
    <message>
        <source>This computer is in no network</source>
        <translation>Компьютер не подключён к сети</translation>
    </message>
    <message>
        <source>People cannot be looked for here</source>
        <translation>Здесь нельзя искать людей</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) nearby, strangers do not see you</source>
        <translation>
            <numerusform>Рядом %n человек, незнакомые вас не видят</numerusform>
            <numerusform>Рядом %n человека, незнакомые вас не видят</numerusform>
            <numerusform>Рядом %n человек, незнакомые вас не видят</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody nearby yet · no server</source>
        <translation>Рядом пока никого · без сервера</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) nearby · no server</source>
        <translation>
            <numerusform>Рядом %n человек · без сервера</numerusform>
            <numerusform>Рядом %n человека · без сервера</numerusform>
            <numerusform>Рядом %n человек · без сервера</numerusform>
        </translation>
    </message>
    <message>
        <source>Opens the network check</source>
        <translation>Открывает проверку сети</translation>
    </message>
    <message>
        <source>Earshot · %1</source>
        <translation>Earshot · %1</translation>
    </message>
    <message>
        <source>Earshot</source>
        <translation>Earshot</translation>
    </message>
    <message>
        <source>Click to check the network</source>
        <translation>Нажмите, чтобы проверить сеть</translation>
    </message>
</context>
<context>
    <name>OwnCard</name>
    <message>
        <source>Away</source>
        <translation>Нет на месте</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Не беспокоить</translation>
    </message>
    <message>
        <source>Invisible</source>
        <translation>Невидимка</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>На месте</translation>
    </message>
    <message>
        <source>You: %1, %2</source>
        <translation>Вы: %1, %2</translation>
    </message>
    <message>
        <source>End do not disturb</source>
        <translation>Снова можно беспокоить</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Outside your working hours</source>
        <translation>Нерабочее время</translation>
    </message>
</context>
<context>
    <name>PassphraseFields</name>
    <message>
        <source>New passphrase</source>
        <translation>Новый пароль</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Он же ещё раз</translation>
    </message>
    <message>
        <source>At least %1 letters, better several words.</source>
        <translation>Не короче %1 букв, лучше несколько слов.</translation>
    </message>
    <message>
        <source>These are two different passphrases.</source>
        <translation>Это два разных пароля.</translation>
    </message>
    <message>
        <source>Nobody can recover it if you forget it.</source>
        <translation>Если вы его забудете, его никто не восстановит.</translation>
    </message>
</context>
<context>
    <name>PassphraseSheet</name>
    <message>
        <source>Change the passphrase</source>
        <translation>Сменить пароль</translation>
    </message>
    <message>
        <source>Protect with a passphrase</source>
        <translation>Защитить паролем</translation>
    </message>
    <message>
        <source>You type it after each start of Earshot&apos;s background program. Without it nobody who gets at this disk can be you. The history is not encrypted by it: use disk encryption for that.</source>
        <translation>Его нужно вводить после каждого запуска фоновой программы Earshot. Без него никто, кто доберётся до этого диска, не сможет выдать себя за вас. История им не шифруется: для этого зашифруйте диск.</translation>
    </message>
    <message>
        <source>Passphrase until now</source>
        <translation>Прежний пароль</translation>
    </message>
    <message>
        <source>A moment…</source>
        <translation>Минуту…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Remove the passphrase</source>
        <translation>Убрать пароль</translation>
    </message>
    <message>
        <source>Unlock with my session</source>
        <translation>Открывать вместе с моим сеансом</translation>
    </message>
</context>
<context>
    <name>PresenceMenu</name>
    <message>
        <source>Available</source>
        <translation>На месте</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Нет на месте</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Не беспокоить</translation>
    </message>
    <message>
        <source>Invisible: you look as if you were not there</source>
        <translation>Невидимка: как будто вас нет в сети</translation>
    </message>
    <message>
        <source>Do not disturb for an hour</source>
        <translation>Не беспокоить в течение часа</translation>
    </message>
    <message>
        <source>Change your status text…</source>
        <translation>Изменить текст статуса…</translation>
    </message>
    <message>
        <source>Add a status text…</source>
        <translation>Добавить текст статуса…</translation>
    </message>
    <message>
        <source>Do not disturb until tomorrow morning</source>
        <translation>Не беспокоить до завтрашнего утра</translation>
    </message>
</context>
<context>
    <name>QueueSheet</name>
    <message>
        <source>Messages that wait</source>
        <translation>Ожидающие сообщения</translation>
    </message>
    <message>
        <source>They are sealed and go out by themselves as soon as their people are in reach.</source>
        <translation>Они запечатаны и уйдут сами, как только получатели окажутся на связи.</translation>
    </message>
    <message>
        <source>Nothing waits: whatever you wrote has arrived or was taken back.</source>
        <translation>Ничего не ждёт: всё, что вы написали, дошло или отозвано.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Попробовать сейчас</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Отозвать</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>И ещё %n.</numerusform>
            <numerusform>И ещё %n.</numerusform>
            <numerusform>И ещё %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>Try all now</source>
        <translation>Попробовать все сейчас</translation>
    </message>
</context>
<context>
    <name>QuitSheet</name>
    <message>
        <source>Quit Earshot?</source>
        <translation>Выйти из Earshot?</translation>
    </message>
    <message>
        <source>Quit the window only</source>
        <translation>Закрыть только окно</translation>
    </message>
    <message>
        <source>Go offline, too</source>
        <translation>И выйти из сети</translation>
    </message>
    <message>
        <source>Without the window messages still arrive, and others see you, but nobody tells you of what is new. Offline, messages wait until you are back.</source>
        <translation>Без окна сообщения по-прежнему приходят и другие вас видят, но о новом никто не скажет. Вне сети сообщения подождут вашего возвращения.</translation>
    </message>
</context>
<context>
    <name>RequestBanner</name>
    <message>
        <source>%1 is no contact of yours and would like to write to you. They are not told what you decide.</source>
        <translation>%1 — не ваш контакт и хочет вам написать. О вашем решении там не узнают.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Принять</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Отклонить</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Заблокировать</translation>
    </message>
</context>
<context>
    <name>RosterRow</name>
    <message>
        <source>verified</source>
        <translation>проверено</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>без уведомлений</translation>
    </message>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n непрочитанное сообщение</numerusform>
            <numerusform>%n непрочитанных сообщения</numerusform>
            <numerusform>%n непрочитанных сообщений</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>Any time</source>
        <translation>За всё время</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>За последние 7 дней</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>За последние 30 дней</translation>
    </message>
    <message>
        <source>The last 12 months</source>
        <translation>За последние 12 месяцев</translation>
    </message>
    <message>
        <source>Before the last 30 days</source>
        <translation>Старше 30 дней</translation>
    </message>
    <message>
        <source>Before the last 12 months</source>
        <translation>Старше 12 месяцев</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>Кем написано</translation>
    </message>
    <message>
        <source>By anybody</source>
        <translation>Автор: любой</translation>
    </message>
    <message>
        <source>By you</source>
        <translation>Автор: вы</translation>
    </message>
    <message>
        <source>By %1</source>
        <translation>Автор: %1</translation>
    </message>
    <message>
        <source>Written when</source>
        <translation>Когда написано</translation>
    </message>
</context>
<context>
    <name>SearchHere</name>
    <message>
        <source>Search in this conversation</source>
        <translation>Искать в этой переписке</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Поиск…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ничего не найдено</translation>
    </message>
    <message numerus="yes">
        <source>More than %n message(s)</source>
        <translation>
            <numerusform>Больше %n сообщения</numerusform>
            <numerusform>Больше %n сообщений</numerusform>
            <numerusform>Больше %n сообщений</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n сообщение</numerusform>
            <numerusform>%n сообщения</numerusform>
            <numerusform>%n сообщений</numerusform>
        </translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>Закончить поиск</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Messages found here</source>
        <translation>Найденные здесь сообщения</translation>
    </message>
</context>
<context>
    <name>SearchResults</name>
    <message>
        <source>Search results</source>
        <translation>Результаты поиска</translation>
    </message>
</context>
<context>
    <name>SettingsSheet</name>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message>
        <source>Your name, as others see it</source>
        <translation>Ваше имя для других</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Size of everything</source>
        <translation>Размер всего</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Мельче</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Size: %1 per cent</source>
        <translation>Размер: %1 процентов</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Крупнее</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>Меньше движения</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Приватность</translation>
    </message>
    <message>
        <source>Tell others that you are typing</source>
        <translation>Сообщать другим, что вы печатаете</translation>
    </message>
    <message>
        <source>Only people you write with.</source>
        <translation>Только тем, с кем вы переписываетесь.</translation>
    </message>
    <message>
        <source>Tell others what you have read</source>
        <translation>Сообщать другим, что вы прочитали</translation>
    </message>
    <message>
        <source>Where strangers see you</source>
        <translation>Где вас видят незнакомые</translation>
    </message>
    <message>
        <source>Not in this network any more</source>
        <translation>Больше не показываться в этой сети</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Уведомления</translation>
    </message>
    <message>
        <source>What they show</source>
        <translation>Что в них видно</translation>
    </message>
    <message>
        <source>Notifications show</source>
        <translation>В уведомлениях видно</translation>
    </message>
    <message>
        <source>Name and text</source>
        <translation>Имя и текст</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Ничего</translation>
    </message>
    <message>
        <source>Silent until %1</source>
        <translation>Тишина: до %1</translation>
    </message>
    <message>
        <source>None for a while</source>
        <translation>Выключить на время</translation>
    </message>
    <message>
        <source>Show them again</source>
        <translation>Показывать снова</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>На час</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Запуск</translation>
    </message>
    <message>
        <source>Start with the desktop, hidden</source>
        <translation>Запускать вместе с рабочим столом, скрыто</translation>
    </message>
    <message>
        <source>Then you are told of new messages. They arrive either way.</source>
        <translation>Тогда о новых сообщениях вам скажут. Приходят они в любом случае.</translation>
    </message>
    <message>
        <source>Your keys are protected with a passphrase</source>
        <translation>Ваши ключи защищены паролем</translation>
    </message>
    <message>
        <source>Your keys have no passphrase: whoever reads this disk has them</source>
        <translation>Ваши ключи без пароля: они есть у любого, кто прочитает этот диск</translation>
    </message>
    <message>
        <source>Change or remove…</source>
        <translation>Сменить или убрать…</translation>
    </message>
    <message>
        <source>Set a passphrase…</source>
        <translation>Задать пароль…</translation>
    </message>
    <message>
        <source>Your desktop wishes it for all programs, whatever is chosen here.</source>
        <translation>Рабочий стол просит об этом все программы, что бы ни было выбрано здесь.</translation>
    </message>
    <message>
        <source>Your session&apos;s keyring opens your keys</source>
        <translation>Ваши ключи открывает связка ключей сеанса</translation>
    </message>
    <message>
        <source>If the keyring is ever lost or reset, so is your identity here</source>
        <translation>Если связка пропадёт или будет сброшена, пропадёт и ваш ключ в Earshot</translation>
    </message>
    <message>
        <source>The keyring of your desktop can keep the key, and you type nothing</source>
        <translation>Ключ может хранить связка ключей рабочего стола, и вводить ничего не нужно</translation>
    </message>
    <message>
        <source>Use a file on this disk</source>
        <translation>Хранить в файле на диске</translation>
    </message>
    <message>
        <source>Unlock with my session</source>
        <translation>Открывать вместе с моим сеансом</translation>
    </message>
    <message>
        <source>When you want to be disturbed; empty: always</source>
        <translation>Когда вас можно беспокоить; пусто — всегда</translation>
    </message>
    <message>
        <source>When you want to be disturbed</source>
        <translation>Когда вас можно беспокоить</translation>
    </message>
    <message>
        <source>mon-fri 08:00-18:00</source>
        <translation>пн-пт 08:00-18:00</translation>
    </message>
    <message>
        <source>Say it like this: mon-fri 08:00-18:00, sat 10-14</source>
        <translation>Пишите так: пн-пт 08:00-18:00, сб 10-14</translation>
    </message>
    <message>
        <source>Outside these hours others see you as not to be disturbed.</source>
        <translation>В остальное время другие видят, что беспокоить вас не нужно.</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>People and conversations</source>
        <translation>Люди и переписки</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>Добавить человека</translation>
    </message>
    <message>
        <source>Search people and messages</source>
        <translation>Поиск людей и сообщений</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>Закончить поиск</translation>
    </message>
    <message>
        <source>You are new in this network, and strangers here do not see you.</source>
        <translation>Вы в этой сети впервые, и незнакомые вас здесь не видят.</translation>
    </message>
    <message>
        <source>Be seen here</source>
        <translation>Показаться здесь</translation>
    </message>
    <message>
        <source>Conversations and people nearby</source>
        <translation>Переписки и люди рядом</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Переписки</translation>
    </message>
    <message>
        <source>Nearby, not contacted yet</source>
        <translation>Рядом, переписки ещё не было</translation>
    </message>
    <message>
        <source>Nobody is here yet</source>
        <translation>Здесь пока никого</translation>
    </message>
    <message>
        <source>Looking around…</source>
        <translation>Осматриваемся…</translation>
    </message>
    <message>
        <source>Others appear by themselves as soon as Earshot runs on their computers.</source>
        <translation>Другие появятся сами, как только запустят Earshot на своих компьютерах.</translation>
    </message>
    <message>
        <source>People on this network appear here by themselves.</source>
        <translation>Люди из этой сети появляются здесь сами.</translation>
    </message>
    <message>
        <source>Check the network</source>
        <translation>Проверить сеть</translation>
    </message>
    <message>
        <source>Add by card or address</source>
        <translation>Добавить по визитке или адресу</translation>
    </message>
    <message>
        <source>Search people</source>
        <translation>Найти человека</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) waiting</source>
        <translation>
            <numerusform>%n сообщение ждёт доставки</numerusform>
            <numerusform>%n сообщения ждут доставки</numerusform>
            <numerusform>%n сообщений ждут доставки</numerusform>
        </translation>
    </message>
    <message>
        <source>Shows what waits to be delivered</source>
        <translation>Показывает, что ждёт доставки</translation>
    </message>
</context>
<context>
    <name>StatusSheet</name>
    <message>
        <source>Status text</source>
        <translation>Текст статуса</translation>
    </message>
    <message>
        <source>Everybody on this network reads it beside your name.</source>
        <translation>Его видят все в этой сети рядом с вашим именем.</translation>
    </message>
    <message>
        <source>For example: in room 4 until noon</source>
        <translation>Например: в комнате 4 до полудня</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
</context>
<context>
    <name>Switcher</name>
    <message>
        <source>Go to</source>
        <translation>Переход</translation>
    </message>
    <message>
        <source>Go to a person or do something</source>
        <translation>Перейти к человеку или сделать что-нибудь</translation>
    </message>
    <message>
        <source>Nothing is called like that</source>
        <translation>Ничего с таким названием нет</translation>
    </message>
</context>
<context>
    <name>SwitcherList</name>
    <message>
        <source>Places to go to</source>
        <translation>Куда перейти</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Messages with %1</source>
        <translation>Сообщения: %1</translation>
    </message>
    <message>
        <source>To the newest message</source>
        <translation>К новейшему сообщению</translation>
    </message>
    <message>
        <source>Say hello to %1</source>
        <translation>Поздоровайтесь: %1</translation>
    </message>
    <message>
        <source>What you write is sealed for their computer. Nobody in between can read it.</source>
        <translation>Написанное зашифровано для компьютера собеседника. По пути его никто не прочтёт.</translation>
    </message>
    <message>
        <source>They are not here now. What you write waits for them, sealed.</source>
        <translation>Собеседника сейчас нет в сети. Написанное подождёт в зашифрованном виде.</translation>
    </message>
    <message>
        <source>To the first unread message</source>
        <translation>К первому непрочитанному сообщению</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>d MMMM</source>
        <extracomment>A day of this year, as in &quot;17 November&quot;: Qt&apos;s date format.</extracomment>
        <translation>d MMMM</translation>
    </message>
</context>
<context>
    <name>TypingRow</name>
    <message>
        <source>%1 is typing</source>
        <translation>%1 печатает</translation>
    </message>
</context>
<context>
    <name>Unlock</name>
    <message>
        <source>Earshot is locked</source>
        <translation>Earshot закрыт</translation>
    </message>
    <message>
        <source>The profile %1 is locked</source>
        <translation>Профиль %1 закрыт</translation>
    </message>
    <message>
        <source>Until you give your passphrase nobody sees you, and no message arrives.</source>
        <translation>Пока вы не введёте пароль, вас никто не видит и сообщения не приходят.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Проверяется…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>The keyring of your desktop&apos;s session has the key. Until it is open nobody sees you, and no message arrives.</source>
        <translation>Ключ хранит связка ключей вашего сеанса. Пока она закрыта, вас никто не видит и сообщения не приходят.</translation>
    </message>
    <message>
        <source>Ask the keyring again</source>
        <translation>Спросить связку ещё раз</translation>
    </message>
</context>
<context>
    <name>VerifySheet</name>
    <message>
        <source>%1 would like to compare with you now.</source>
        <translation>%1 хочет сверить с вами цифры сейчас.</translation>
    </message>
    <message>
        <source>Waiting for %1 to begin, too…</source>
        <translation>Ждём, когда начнёт и собеседник (%1)…</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Одну секунду…</translation>
    </message>
    <message>
        <source>%1 sees the same digits. Do you?</source>
        <translation>%1 видит те же цифры. А вы?</translation>
    </message>
    <message>
        <source>Does %1 see the same digits?</source>
        <translation>%1 видит те же цифры?</translation>
    </message>
    <message>
        <source>The digits are the same.</source>
        <translation>Цифры совпали.</translation>
    </message>
    <message>
        <source>Both begin at their computers, both see six digits, and both say whether they are the same.</source>
        <translation>Оба начинают у своих компьютеров, оба видят шесть цифр и говорят, совпали ли они.</translation>
    </message>
    <message>
        <source>%1 is verified</source>
        <translation>Проверено: %1</translation>
    </message>
    <message>
        <source>Is this really %1?</source>
        <translation>Это действительно %1?</translation>
    </message>
    <message>
        <source>You have compared keys. Should the key ever change, you will be told.</source>
        <translation>Вы сверили ключи. Если ключ когда-нибудь сменится, вы об этом узнаете.</translation>
    </message>
    <message>
        <source>Compare this number where you can be sure of each other: face to face, or on the phone. It is the same on both sides if nobody stands between you.</source>
        <translation>Сверьте это число там, где уверены друг в друге: лично или по телефону. Если между вами никого нет, у обоих оно одинаковое.</translation>
    </message>
    <message>
        <source>The digits were different. Somebody may stand between you: compare the long number face to face.</source>
        <translation>Цифры не совпали. Возможно, между вами кто-то есть: сверьте длинное число лично.</translation>
    </message>
    <message>
        <source>Their computer did not keep to the rules. Compare the long number face to face.</source>
        <translation>Другой компьютер нарушил правила. Сверьте длинное число лично.</translation>
    </message>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1 не отвечает, время вышло.</translation>
    </message>
    <message>
        <source>The connection was lost. Try again.</source>
        <translation>Связь прервалась. Попробуйте снова.</translation>
    </message>
    <message>
        <source>It was ended. Nothing has changed.</source>
        <translation>Сверка прекращена. Ничего не изменилось.</translation>
    </message>
    <message>
        <source>Safety number: %1</source>
        <translation>Число безопасности: %1</translation>
    </message>
    <message>
        <source>QR code of the safety number</source>
        <translation>QR-код числа безопасности</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Сверить</translation>
    </message>
    <message>
        <source>Or compare live</source>
        <translation>Или сверьте сейчас</translation>
    </message>
    <message>
        <source>Compare now</source>
        <translation>Сверить сейчас</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>They are the same</source>
        <translation>Совпали</translation>
    </message>
    <message>
        <source>They are different</source>
        <translation>Не совпали</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>Прекратить сверку</translation>
    </message>
    <message>
        <source>The numbers are the same</source>
        <translation>Числа совпали</translation>
    </message>
    <message>
        <source>Not verified any more</source>
        <translation>Больше не проверено</translation>
    </message>
    <message>
        <source>Their number or code</source>
        <translation>Число или код собеседника</translation>
    </message>
</context>
<context>
    <name>VisibilityChoice</name>
    <message>
        <source>In networks you know</source>
        <translation>В знакомых сетях</translation>
    </message>
    <message>
        <source>In a new network nobody sees you until you say so. A good choice.</source>
        <translation>В новой сети вас никто не видит, пока вы не разрешите. Хороший выбор.</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Везде</translation>
    </message>
    <message>
        <source>Whoever is on a network with you sees your name.</source>
        <translation>Все, кто с вами в одной сети, видят ваше имя.</translation>
    </message>
    <message>
        <source>Nowhere</source>
        <translation>Нигде</translation>
    </message>
    <message>
        <source>Only your contacts find you. You still see the others.</source>
        <translation>Вас находят только ваши контакты. Вы видите остальных по-прежнему.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>does not answer</source>
        <translation>не отвечает</translation>
    </message>
    <message>
        <source>online</source>
        <translation>в сети</translation>
    </message>
    <message>
        <source>away</source>
        <translation>нет на месте</translation>
    </message>
    <message>
        <source>do not disturb</source>
        <translation>не беспокоить</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>не в сети</translation>
    </message>
    <message>
        <source>That is too long: at most %1 bytes are possible.</source>
        <translation>Слишком длинно: можно не больше %1 байт.</translation>
    </message>
    <message>
        <source>You have blocked this person. Unblock them first.</source>
        <translation>Вы заблокировали этого человека. Сначала разблокируйте.</translation>
    </message>
    <message>
        <source>You have not compared keys with this person yet.</source>
        <translation>Вы ещё не сверили ключи с этим человеком.</translation>
    </message>
    <message>
        <source>That is not the same number. Read it again; if it is another one indeed, somebody may stand between you.</source>
        <translation>Это другое число. Прочтите ещё раз; если оно действительно другое, между вами может кто-то быть.</translation>
    </message>
    <message>
        <source>That is not possible here.</source>
        <translation>Здесь это невозможно.</translation>
    </message>
    <message>
        <source>There is nothing like that any more.</source>
        <translation>Этого больше нет.</translation>
    </message>
    <message>
        <source>Several people are called like that.</source>
        <translation>Так зовут нескольких людей.</translation>
    </message>
    <message>
        <source>The disk is full. Make room, then try again.</source>
        <translation>Диск заполнен. Освободите место и попробуйте снова.</translation>
    </message>
    <message>
        <source>It could not be stored. Check the disk, then try again.</source>
        <translation>Не удалось сохранить. Проверьте диск и попробуйте снова.</translation>
    </message>
    <message>
        <source>Too much at once. Wait a moment, then try again.</source>
        <translation>Слишком много сразу. Подождите немного и попробуйте снова.</translation>
    </message>
    <message>
        <source>It took too long. Try again.</source>
        <translation>Слишком долго. Попробуйте снова.</translation>
    </message>
    <message>
        <source>Earshot does not understand that.</source>
        <translation>Earshot этого не понимает.</translation>
    </message>
    <message>
        <source>The background program is of another version. Restart Earshot.</source>
        <translation>Фоновая программа другой версии. Перезапустите Earshot.</translation>
    </message>
    <message>
        <source>It did not work: %1</source>
        <translation>Не получилось: %1</translation>
    </message>
    <message>
        <source>There is no connection to Earshot&apos;s background program.</source>
        <translation>Нет связи с фоновой программой Earshot.</translation>
    </message>
    <message>
        <source>waits until %1 accepts you</source>
        <translation>ждёт, пока %1 примет ваш запрос</translation>
    </message>
    <message>
        <source>waiting for %1&apos;s computer</source>
        <translation>ждёт компьютер собеседника (%1)</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>в пути</translation>
    </message>
    <message numerus="yes">
        <source>kept for %1 by %n other(s)</source>
        <translation>
            <numerusform>хранится для %1 на %n компьютере</numerusform>
            <numerusform>хранится для %1 на %n компьютерах</numerusform>
            <numerusform>хранится для %1 на %n компьютерах</numerusform>
        </translation>
    </message>
    <message>
        <source>on %1&apos;s computer</source>
        <translation>на компьютере собеседника (%1)</translation>
    </message>
    <message>
        <source>%1&apos;s Earshot is too old for this</source>
        <translation>Earshot собеседника (%1) слишком старый для этого</translation>
    </message>
    <message>
        <source>refused by %1&apos;s computer</source>
        <translation>компьютер собеседника (%1) не принял</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>ждёт</translation>
    </message>
    <message>
        <source>kept by others</source>
        <translation>хранится у других</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>доставлено</translation>
    </message>
    <message>
        <source>read</source>
        <translation>прочитано</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>не получилось</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>отозвано</translation>
    </message>
    <message>
        <source>The passphrase is wrong.</source>
        <translation>Пароль неверный.</translation>
    </message>
    <message>
        <source>The profile is locked.</source>
        <translation>Профиль закрыт.</translation>
    </message>
    <message>
        <source>Your session&apos;s keyring did not open. Open it, then try again.</source>
        <translation>Связка ключей вашего сеанса не открылась. Откройте её и попробуйте ещё раз.</translation>
    </message>
</context>
<context>
    <name>earshot::gui::Application</name>
    <message>
        <source>There is no tray here: the window is minimised.</source>
        <translation>Здесь нет области уведомлений: окно свёрнуто.</translation>
    </message>
</context>
<context>
    <name>earshot::gui::Autostart</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>Не удаётся записать %1.</translation>
    </message>
</context>
<context>
    <name>earshot::gui::Chat</name>
    <message>
        <source>What you wrote could not be kept: is the disk full?</source>
        <translation>Написанное не удалось сохранить: может быть, диск заполнен?</translation>
    </message>
</context>
<context>
    <name>earshot::gui::Connection</name>
    <message>
        <source>The control socket belongs to somebody else.</source>
        <translation>Управляющий сокет принадлежит другому пользователю.</translation>
    </message>
</context>
<context>
    <name>earshot::gui::DaemonStarter</name>
    <message>
        <source>The program earshot is not installed.</source>
        <translation>Программа earshot не установлена.</translation>
    </message>
</context>
<context>
    <name>earshot::gui::DoctorModel</name>
    <message>
        <source>Everything works here.</source>
        <translation>Здесь всё работает.</translation>
    </message>
</context>
<context>
    <name>earshot::gui::MessageDetails</name>
    <message>
        <source>%1, device %2</source>
        <translation>%1, устройство %2</translation>
    </message>
    <message>
        <source>Device %1</source>
        <translation>Устройство %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>What became of a message, and when: &quot;delivered today at 14:32&quot;.</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Came from device %1 through somebody else&apos;s computer</source>
        <translation>Пришло с устройства %1 через чужой компьютер</translation>
    </message>
    <message>
        <source>Came from device %1; others kept it until they met you</source>
        <translation>Пришло с устройства %1; до встречи с вами хранилось у других</translation>
    </message>
    <message>
        <source>Came directly from device %1</source>
        <translation>Пришло прямо с устройства %1</translation>
    </message>
</context>
<context>
    <name>earshot::gui::Notifications</name>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n новое сообщение</numerusform>
            <numerusform>%n новых сообщения</numerusform>
            <numerusform>%n новых сообщений</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Somebody you waited for is here</source>
        <translation>Тот, кого вы ждали, на месте</translation>
    </message>
    <message>
        <source>is here now</source>
        <translation>на месте</translation>
    </message>
</context>
<context>
    <name>earshot::gui::QueueModel</name>
    <message>
        <source>To %1: %2, %3</source>
        <translation>Кому: %1. %2, %3</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>с %1</translation>
    </message>
    <message>
        <source>%1, until they accept you</source>
        <translation>%1, пока вас не примут</translation>
    </message>
    <message numerus="yes">
        <source>Trying %n message(s) now</source>
        <translation>
            <numerusform>Пробуем доставить %n сообщение</numerusform>
            <numerusform>Пробуем доставить %n сообщения</numerusform>
            <numerusform>Пробуем доставить %n сообщений</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits any more.</source>
        <translation>Больше ничего не ждёт.</translation>
    </message>
</context>
<context>
    <name>earshot::gui::RosterModel</name>
    <message>
        <source>typing…</source>
        <translation>печатает…</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>Черновик: %1</translation>
    </message>
    <message>
        <source>Waiting: %1</source>
        <translation>Ждёт: %1</translation>
    </message>
    <message>
        <source>You: %1</source>
        <translation>Вы: %1</translation>
    </message>
</context>
<context>
    <name>earshot::gui::SearchModel</name>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
</context>
<context>
    <name>earshot::gui::Session</name>
    <message>
        <source>There is no program here that opens %1.</source>
        <translation>Здесь нет программы, которая открывает %1.</translation>
    </message>
</context>
<context>
    <name>earshot::gui::TimelineModel</name>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) of %1 did not come, or were taken back</source>
        <translation>
            <numerusform>%1: %n сообщение не пришло или отозвано</numerusform>
            <numerusform>%1: %n сообщения не пришли или отозваны</numerusform>
            <numerusform>%1: %n сообщений не пришли или отозваны</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>earshot::gui::Times</name>
    <message>
        <source>d MMM</source>
        <extracomment>A day of this year in a narrow column, as in &quot;17 Nov&quot;: Qt&apos;s date format.</extracomment>
        <translation>d MMM</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Вчера</translation>
    </message>
    <message>
        <source>dddd, d MMMM</source>
        <extracomment>A day of this year, as in &quot;Monday, 17 November&quot;: Qt&apos;s date format.</extracomment>
        <translation>dddd, d MMMM</translation>
    </message>
    <message>
        <source>today at %1</source>
        <translation>сегодня в %1</translation>
    </message>
    <message>
        <source>yesterday at %1</source>
        <translation>вчера в %1</translation>
    </message>
    <message>
        <source>on %1 at %2</source>
        <translation>%1 в %2</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n минуту</numerusform>
            <numerusform>%n минуты</numerusform>
            <numerusform>%n минут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n час</numerusform>
            <numerusform>%n часа</numerusform>
            <numerusform>%n часов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n день</numerusform>
            <numerusform>%n дня</numerusform>
            <numerusform>%n дней</numerusform>
        </translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>до %1</translation>
    </message>
    <message>
        <source>until tomorrow at %1</source>
        <translation>до завтра, %1</translation>
    </message>
    <message>
        <source>until %1 at %2</source>
        <translation>до %1, %2</translation>
    </message>
</context>
<context>
    <name>earshot::gui::Tray</name>
    <message>
        <source>Open Earshot</source>
        <translation>Открыть Earshot</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Не беспокоить</translation>
    </message>
    <message>
        <source>Quit…</source>
        <translation>Выйти…</translation>
    </message>
    <message numerus="yes">
        <source>Earshot: %n unread message(s)</source>
        <translation>
            <numerusform>Earshot: %n непрочитанное сообщение</numerusform>
            <numerusform>Earshot: %n непрочитанных сообщения</numerusform>
            <numerusform>Earshot: %n непрочитанных сообщений</numerusform>
        </translation>
    </message>
</context>
</TS>
