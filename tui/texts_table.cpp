#include <iterator>

#include "tui/say.hpp"
#include "tui/texts.hpp"

/// The words of the terminal face: data only. Forms of a plural stand between `|`s: English has
/// two, Russian three (1, 2, 5).
namespace earshot::tui {
namespace {

constexpr SayRow table[] = {
    {Say::you, "You", "Вы"},
    {Say::unread_line, "new messages", "новые сообщения"},
    {Say::more_below, "newer messages: Esc", "есть новее: Esc"},
    {Say::conversation_empty,
     "Nothing has been said here yet. What you write goes to %1 alone, "
     "sealed on this computer.",
     "Здесь ещё ничего не сказано. То, что вы напишете, увидит только "
     "%1: сообщения запечатываются на этом компьютере."},
    {Say::request_empty, "%1 has written to you for the first time.", "%1 пишет вам впервые."},
    {Say::state_queued, "waiting for %1's computer", "ждёт компьютера собеседника"},
    {Say::state_carried, "others keep it, sealed, until they are back",
     "запечатано и хранится у других до возвращения собеседника"},
    {Say::state_carried_by,
     "%1 other keeps it, sealed, until they are back|%1 others keep it, "
     "sealed, until they are back",
     "запечатано, хранится у %1 человека до возвращения "
     "собеседника|запечатано, хранится у %1 человек до возвращения "
     "собеседника|запечатано, хранится у %1 человек до возвращения "
     "собеседника"},
    {Say::state_delivered, "on %1's computer", "на компьютере собеседника"},
    {Say::state_read, "read", "прочитано"},
    {Say::state_canceled, "taken back before it went out", "отозвано до отправки"},
    {Say::state_failed, "not delivered", "не доставлено"},
    {Say::state_refused, "not delivered: their Earshot did not take it",
     "не доставлено: Earshot собеседника не принял сообщение"},
    {Say::state_unsupported, "not delivered: their Earshot does not know this kind of message",
     "не доставлено: Earshot собеседника не знает такого вида сообщений"},
    {Say::their_computer, "their", "собеседника"},
    {Say::typing, "is typing…", "печатает…"},
    {Say::typing_row, "%1 is typing…", "%1 печатает…"},
    {Say::draft_preview, "Draft: %1", "Черновик: %1"},
    {Say::own_preview, "You: %1", "Вы: %1"},
    {Say::requests_heading, "Requests", "Запросы"},
    {Say::conversations_heading, "Conversations", "Разговоры"},
    {Say::nearby_heading, "Nearby", "Рядом"},
    {Say::others_heading, "Others", "Другие"},
    {Say::nobody_yet, "nobody yet", "пока никого"},
    {Say::namesake, "another person with this name", "другой человек с этим именем"},
    {Say::verified, "verified", "проверено"},
    {Say::presence_online, "online", "в сети"},
    {Say::presence_away, "away", "нет на месте"},
    {Say::presence_busy, "do not disturb", "не беспокоить"},
    {Say::presence_invisible, "invisible: nobody sees you", "невидимость: вас никто не видит"},
    {Say::presence_silent, "does not answer", "не отвечает"},
    {Say::presence_never, "not seen yet", "ещё не в сети"},
    {Say::presence_last_seen, "last seen: %1", "был(а) в сети: %1"},
    {Say::nearby_count, "%1 nearby", "%1 рядом|%1 рядом|%1 рядом"},
    {Say::waiting_count, "%1 waiting", "%1 ждёт|%1 ждут|%1 ждут"},
    {Say::unread_count, "%1 unread", "%1 непрочитанное|%1 непрочитанных|%1 непрочитанных"},
    {Say::status_hints, "%1 help  %2 go to", "%1 помощь  %2 перейти"},
    {Say::no_daemon, "no connection to the daemon", "нет связи с демоном"},
    {Say::daemon_stopping, "The daemon has been stopped. Ctrl-L starts it again.",
     "Демон остановлен. Ctrl-L запустит его снова."},
    {Say::connecting, "Connecting…", "Соединение…"},
    {Say::starting, "starting…", "запускается…"},
    {Say::starting_words, "The daemon is starting…", "Демон запускается…"},
    {Say::launch_foreign_socket,
     "The control socket belongs to somebody else or may not be opened: %1",
     "Управляющий сокет чужой, или его нельзя открыть: %1"},
    {Say::launch_dead_socket, "The control socket cannot be reached: %1",
     "До управляющего сокета не достучаться: %1"},
    {Say::launch_no_program, "The program earshot-daemon is not installed beside this one.",
     "Рядом с этой программой не установлена программа earshot-daemon."},
    {Say::launch_no_folder, "Cannot make the folder %1: %2", "Не удаётся создать папку %1: %2"},
    {Say::launch_no_file, "Cannot write %1: %2", "Не удаётся записать %1: %2"},
    {Say::launch_no_process, "Cannot start another process: %2",
     "Не удаётся запустить ещё один процесс: %2"},
    {Say::launch_ended, "The daemon ended while it started.", "Демон завершился при запуске."},
    {Say::launch_silent, "The daemon does not answer after 10 s.",
     "Демон не отвечает уже 10 секунд."},
    {Say::launch_rival, "Another program has been starting the daemon for 10 s.",
     "Другая программа запускает демон уже 10 секунд."},
    {Say::launch_no_execution, "Cannot run %1: %2", "Не удаётся запустить %1: %2"},
    {Say::launch_last_words, "It said: %1", "Он сообщил: %1"},
    {Say::launch_log, "More is in its log: %1", "Подробнее — в его журнале: %1"},
    {Say::launch_again, "%1 tries once more.", "%1 — попробовать ещё раз."},
    {Say::reason_permission, "not permitted", "нет прав"},
    {Say::reason_space, "the disk is full", "на диске нет места"},
    {Say::reason_read_only, "the disk can only be read", "диск доступен только для чтения"},
    {Say::reason_no_folder, "a part of the path is no folder", "часть пути — не папка"},
    {Say::reason_missing, "it is not there", "его нет"},
    {Say::reason_other, "error %1 of the system", "ошибка системы %1"},
    {Say::welcome, "Who would you like to talk to?", "С кем хотите поговорить?"},
    {Say::welcome_words,
     "%1 goes to somebody by name, %2 moves into the list on the left, "
     "Enter opens. %3 shows all keys.",
     "%1 — перейти к человеку по имени, %2 — в список слева, Enter — "
     "открыть. %3 — все клавиши."},
    {Say::looking, "Looking for people on this network…", "Ищу людей в этой сети…"},
    {Say::looking_words,
     "Everybody who runs Earshot here appears by themselves. There is "
     "nothing to set up.",
     "Все, у кого здесь запущен Earshot, появятся сами. Настраивать "
     "ничего не нужно."},
    {Say::alone, "Nobody has been found on this network yet.", "В этой сети пока никто не найден."},
    {Say::alone_words,
     "Earshot looked by mDNS and by broadcast, and goes on looking. What "
     "you can do meanwhile:",
     "Earshot искал по mDNS и широковещательно и ищет дальше. Что можно "
     "сделать пока:"},
    {Say::alone_doctor, "%1  find out whether something is in the way",
     "%1  выяснить, не мешает ли что-нибудь"},
    {Say::alone_add, "/add HOST  if you know where another Earshot runs",
     "/add HOST  если знаете, где запущен другой Earshot"},
    {Say::alone_card, "%1  show your card, for somebody to add you",
     "%1  показать свою карточку, чтобы вас добавили"},
    {Say::write_to, "Write to %1", "Сообщение для: %1"},
    {Say::write_nobody, "%1: go to somebody;  /: commands", "%1: перейти к человеку;  /: команды"},
    {Say::text_full, "This is longer than a message may be.",
     "Это длиннее, чем может быть сообщение."},
    {Say::copied, "Copied.", "Скопировано."},
    {Say::copy_too_long, "Not copied: terminals take 48 KiB at most.",
     "Не скопировано: терминал принимает не больше 48 КиБ."},
    {Say::verb_done, "Done.", "Готово."},
    {Say::verb_failed, "It did not work.", "Не получилось."},
    {Say::nothing_unread, "Everything is read.", "Всё прочитано."},
    {Say::interrupt_again, "Ctrl-C again leaves. Messages go on arriving: the daemon stays.",
     "Ещё раз Ctrl-C — выход. Сообщения приходят и дальше: демон "
     "остаётся."},
    {Say::network_unknown,
     "A new network: strangers do not see you here. To be seen: /net "
     "here allow",
     "Новая сеть: незнакомые вас не видят. Чтобы видели: /net here allow"},
    {Say::comparing_asked, "%1 wants to compare keys with you now: /verify --live",
     "%1 предлагает сейчас сверить ключи: /verify --live"},
    {Say::request_bar, "Not a contact yet.  %1 accept  %2 decline  %3 block",
     "Не контакт.  %1 принять  %2 отклонить  %3 блокировать"},
    {Say::request_accepted, "%1 is a contact now.", "%1 теперь в контактах."},
    {Say::request_declined, "Declined; %1 is not told.", "Отклонено; %1 об этом не узнает."},
    {Say::request_blocked, "%1 is blocked, and is not told.",
     "%1 в чёрном списке и об этом не узнает."},
    {Say::taken_back, "Taken back.", "Отозвано."},
    {Say::too_late, "Too late: it is on its way or has arrived.",
     "Поздно: оно уже в пути или доставлено."},
    {Say::failure_blocked, "You have blocked them: unblock first, /person unblock",
     "Собеседник заблокирован: сначала /person unblock"},
    {Say::failure_not_verified, "Their key has not been compared yet.",
     "Ключ собеседника ещё не сверен."},
    {Say::failure_mismatch, "The numbers differ. Do not go on: somebody may stand between you.",
     "Числа не совпадают. Остановитесь: возможно, между вами кто-то "
     "есть."},
    {Say::failure_too_large, "This is longer than a message may be.",
     "Это длиннее, чем может быть сообщение."},
    {Say::failure_no_space, "The disk is full: nothing can be stored.",
     "Диск заполнен: сохранить нельзя."},
    {Say::failure_store,
     "The daemon cannot store anything now; what you wrote is still "
     "here.",
     "Демон сейчас не может ничего сохранить; написанное осталось здесь."},
    {Say::failure_not_found, "This is not there any more.", "Этого больше нет."},
    {Say::failure_busy, "Too much at once: try again in a moment.",
     "Слишком много сразу: попробуйте чуть позже."},
    {Say::failure_old_daemon,
     "The running daemon is older than this program: /daemon stop starts "
     "the new one.",
     "Запущенный демон старше этой программы: /daemon stop, и запустится "
     "новый."},
    {Say::failure_other, "This did not work: %1", "Не получилось: %1"},
    {Say::usage_open_quote, "A quote is not closed.", "Кавычка не закрыта."},
    {Say::usage_for_shells, "This is for a shell, not for here.",
     "Это для командной строки, а не для этого места."},
    {Say::usage_no_option, "There is no option %1.", "Нет такого параметра: %1."},
    {Say::usage_word_too_many, "One word too many: '%1'.", "Лишнее слово: «%1»."},
    {Say::usage_no_verb, "There is no command '%1'.", "Нет такой команды: «%1»."},
    {Say::usage_missing, "%1 is missing.", "Не хватает: %1."},
    {Say::usage_wants_positive, "%1 wants a number above zero.", "Для %1 нужно число больше нуля."},
    {Say::usage_wants_number, "%1 wants a number.", "Для %1 нужно число."},
    {Say::usage_wants_duration, "%1 wants a time such as 10s, 500ms or 2m.",
     "Для %1 нужно время, например 10s, 500ms или 2m."},
    {Say::usage_wants_choice, "%1 wants one of: %2.", "Для %1 нужно одно из: %2."},
    {Say::usage_needs_word, "'%1' needs one more word: %2.", "После «%1» нужно ещё слово: %2."},
    {Say::usage_unparsed, "This cannot be understood: %1", "Это не разобрать: %1"},
    {Say::usage_near, "Is it %1?", "Может быть, %1?"},
    {Say::usage_dashes, "Text that begins with a dash goes after --: -- '%1'",
     "Текст, который начинается с дефиса, пишется после --: -- '%1'"},
    {Say::usage_quotes, "Several words are one text in quotes.",
     "Несколько слов — один текст, если взять их в кавычки."},
    {Say::go_to_title, "Go to", "Перейти"},
    {Say::go_to_hint, "Enter open  Esc close", "Enter открыть  Esc закрыть"},
    {Say::nothing_found, "nothing found", "ничего не найдено"},
    {Say::find_here, "Find in the conversation with %1", "Поиск в разговоре с: %1"},
    {Say::find_everywhere, "Find everywhere", "Поиск везде"},
    {Say::find_hint, "Enter go there  Tab everywhere or here  Esc close",
     "Enter перейти  Tab везде или здесь  Esc закрыть"},
    {Say::find_hint_everywhere, "Enter go there  Esc close", "Enter перейти  Esc закрыть"},
    {Say::find_what, "All words must occur; \"in quotes\" they must stand together.",
     "Должны встретиться все слова; \"в кавычках\" — подряд."},
    {Say::find_failed, "The search did not work.", "Поиск не удался."},
    {Say::first_title, "Welcome to Earshot", "Добро пожаловать в Earshot"},
    {Say::first_words,
     "What shall others on this network call you? You can change it at "
     "any time. There is no account, no server and nothing to set up.",
     "Как вас называть другим в этой сети? Имя можно сменить когда "
     "угодно. Ни учётной записи, ни сервера, ни настроек."},
    {Say::ask_hint, "Enter take it  Esc later", "Enter принять  Esc позже"},
    {Say::hint_close, "Esc close", "Esc закрыть"},
    {Say::verify_title, "Is it really %1?", "Это действительно %1?"},
    {Say::verify_words,
     "Both of you see the same number if nobody stands between you. "
     "Compare it face to face or on the phone.",
     "Вы оба видите одно и то же число, если между вами никого нет. "
     "Сравните его лично или по телефону."},
    {Say::verify_keys,
     "If both numbers are the same, press y: %1 is verified from then "
     "on.",
     "Если числа совпали, нажмите y: с этого времени %1 считается "
     "проверенным собеседником."},
    {Say::verify_hint, "y they are the same  Esc close", "y совпадают  Esc закрыть"},
    {Say::verify_done, "%1 is verified.", "Собеседник проверен: %1."},
    {Say::now_verified, "Verified.", "Проверено."},
    {Say::card_title, "Your card", "Ваша карточка"},
    {Say::card_words,
     "Hand it over where it arrives as it is: who adds it knows your key "
     "before you meet. It holds no secret.",
     "Передайте её так, чтобы она дошла неизменной: кто её добавит, "
     "узнает ваш ключ ещё до встречи. Секретов в ней нет."},
    {Say::card_hint, "c copy  Esc close", "c копировать  Esc закрыть"},
    {Say::details_title, "About this message", "Об этом сообщении"},
    {Say::details_author, "From", "От"},
    {Say::details_time, "Written", "Написано"},
    {Say::details_state, "State", "Состояние"},
    {Say::details_device, "Computer", "Компьютер"},
    {Say::details_id, "Id", "Номер"},
    {Say::doctor_title, "Why can I not see somebody?", "Почему я кого-то не вижу?"},
    {Say::doctor_working,
     "Looking at this computer and its network; this takes up to five "
     "seconds…",
     "Проверяю этот компьютер и его сеть; это займёт до пяти секунд…"},
    {Say::doctor_fix, "What helps: %1", "Что поможет: %1"},
    {Say::doctor_cause, "Most likely: %1", "Вероятнее всего: %1"},
    {Say::doctor_fine, "Nothing is in the way.", "Ничто не мешает."},
    {Say::keys_anywhere, "Anywhere", "Везде"},
    {Say::keys_writing, "Writing", "При письме"},
    {Say::keys_message, "On a selected message", "На выбранном сообщении"},
    {Say::keys_list, "In the list", "В списке"},
    {Say::help_title, "Keys and commands", "Клавиши и команды"},
    {Say::help_commands_title, "Commands", "Команды"},
    {Say::help_commands,
     "A line that begins with a slash is a verb of the command line: "
     "/people, /presence away --text lunch, /person alias Bob. Where a "
     "verb wants somebody, the open conversation is meant. Tab "
     "completes; /help lists all; /quit leaves. A space before the slash "
     "makes it a message.",
     "Строка, которая начинается с косой черты, — команда: /people, "
     "/presence away --text обед, /person alias Боб. Где команде нужен "
     "человек, имеется в виду открытый разговор. Tab дополняет, /help "
     "показывает все, /quit — выход. Пробел перед чертой делает строку "
     "сообщением."},
    {Say::help_help, "this page", "эта страница"},
    {Say::help_go_to, "go to somebody by name", "перейти к человеку по имени"},
    {Say::help_next_unread, "next unread conversation", "следующий непрочитанный разговор"},
    {Say::help_nth, "the first to the ninth conversation", "разговоры с первого по девятый"},
    {Say::help_neighbours, "previous, next conversation", "предыдущий, следующий разговор"},
    {Say::help_find, "find what was said", "найти сказанное"},
    {Say::help_pages, "back and forward in the conversation", "назад и вперёд по разговору"},
    {Say::help_to_end, "to the newest message", "к новейшему сообщению"},
    {Say::help_back, "close what is open, then to the newest message",
     "закрыть открытое, затем к новейшему сообщению"},
    {Say::help_accept, "accept a request", "принять запрос"},
    {Say::help_decline, "decline a request", "отклонить запрос"},
    {Say::help_block, "block who asks", "заблокировать просящего"},
    {Say::help_doctor, "why people do not see each other", "почему люди не видят друг друга"},
    {Say::help_verify, "make sure who it is", "убедиться, кто это"},
    {Say::help_card, "your card, with a QR code", "ваша карточка с QR-кодом"},
    {Say::help_toggle_list, "show or hide the list", "показать или скрыть список"},
    {Say::help_redraw, "draw anew; start a stopped daemon",
     "перерисовать; запустить остановленный демон"},
    {Say::help_suspend, "back to the shell for a while", "ненадолго в оболочку"},
    {Say::help_interrupt, "empty the line; twice: leave", "очистить строку; дважды: выход"},
    {Say::help_quit, "leave; messages go on arriving", "выход; сообщения приходят и дальше"},
    {Say::help_send, "send", "отправить"},
    {Say::help_new_line, "a new line", "новая строка"},
    {Say::help_complete, "complete a command; else into the list",
     "дополнить команду; иначе в список"},
    {Say::help_select, "from an empty line: select a message",
     "из пустой строки: выбрать сообщение"},
    {Say::help_line_ends, "start, end of the line", "начало, конец строки"},
    {Say::help_characters, "left, right", "влево, вправо"},
    {Say::help_words, "by words", "по словам"},
    {Say::help_erase, "delete a character", "удалить символ"},
    {Say::help_kill_words, "cut a word", "вырезать слово"},
    {Say::help_kill_line, "cut to the start, to the end of the line",
     "вырезать до начала, до конца строки"},
    {Say::help_yank, "put back what was cut", "вставить вырезанное"},
    {Say::help_swap, "swap two characters", "поменять два символа местами"},
    {Say::help_details, "how far it has come, to which computers",
     "докуда дошло, на какие компьютеры"},
    {Say::help_quote, "quote it", "процитировать"},
    {Say::help_copy, "copy its text", "скопировать текст"},
    {Say::help_take_back, "take it back while it waits", "отозвать, пока оно ждёт"},
    {Say::help_choose, "choose, open", "выбрать, открыть"},
    {Say::help_leave_list, "back to writing", "обратно к письму"},
};

constexpr bool is_complete() {
    if (std::size(table) != static_cast<std::size_t>(Say::last_)) return false;
    for (std::size_t i = 0; i < std::size(table); ++i)
        if (table[i].say != static_cast<Say>(i)) return false;
    return true;
}
static_assert(is_complete(), "the table follows the order of Say, without a gap");

}  // namespace

std::string_view text_of(Say say, Language language) {
    const auto& row = table[static_cast<std::size_t>(say)];
    return language == Language::russian ? row.russian : row.english;
}

}  // namespace earshot::tui
