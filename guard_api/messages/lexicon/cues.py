"""How a message speaks of what is done: the words for it in Chinese and English, written as `finding` says."""

from collections.abc import Mapping

from guard_api.messages.lexicon.concepts import Concept

CUES: Mapping[Concept, str] = {
    Concept.FIRST_PERSON: "我 本人 俺 咱 申请人 自愿 兹 i im id my me myself mine applicant hereby we our",
    Concept.REQUEST: """
        申请 请求 要求 恳请 特此 授权 委托 同意 办理 希望 需要 自愿 特申请 提出 申清 申情 登记 我要 我想 望批准 请接入
        sq shenqing apply applied applying application request requesting hereby authoris~ authoriz~ wish_to
        would_like_to id_like_to ask_for asking_to petition consent agree want_to applicant instruct request_to seek~
        want applys requesting_to ask_to asks_to ask_that consent_to voluntarily please_to need_to_close asking kindly
        apply_docking i_ask i_demand i_declare decided_to
    """,
    Concept.FORMAL: """
        本人 特此 兹 申请人 自愿 承诺 恳请 签名 名下 同意 确认 已确认 知情 知晓 已知晓 已阅 声明 授权 本人同意
        hereby applicant undersigned voluntarily consent authoris~ authoriz~ in_my_name under_my_name of_my_own
        under_my_id benren tongyi i_confirm i_formally formally holder full_consent by_holder id_verified i_demand
        i_disclaim i_myself the_holder
    """,
    Concept.SECOND_PERSON: """
        请 您 你 点击 点开 打开 发送 复制 回复 拨打 拨号 输入 务必 必须 须 按照 配合 下载 填写 操作 扫码 转发 编辑
        按提示 致电 粘贴 抓紧填 登录 登 填 添加 把钱 把所有 将资金 把资金 把余额 把卡 把存款 将钱 将所有 将存款 拨 按
        截图 提到 汇给 加v 加qq 企业微信 加微信 微信 联系qq 回电 麻烦 你先 恁先 跟我 照我 听我 给我 你投 我带您 按我说的
        我教您 我帮您 帮您 各截一张图
        please pls kindly click~ tap open your you must send_this send_the_following copy paste reply dial download
        follow~ enter_the you_need_to press install forward_this submit visit scan text_this input need_to put_in fill
        tell give start choose search move_all move_your move_the transfer_all transfer_your transfer_the put_the
        put_your send_it send_all move_it move_them transfer_it deposit_all deposit_your send_me send_us show_me text_me
        call_me ring_us call_us call_back take_the hand_it telegram whatsapp qq text_back reply_with contact_qq come_to
        go press_here tel dm guidance follow_the go_to_the go_to_this go_to_our please_go_to and_go_to hit get_our
        get_the join write i_need_you tell_me read_me let_me hand accept run type_in
    """,
    Concept.DICTATION: """
        公众号 复制以下 复制下面 复制这段 发过去 原样发送 一字不差 发送以下 发送内容 发送文字 发送此 编辑短信 回复内容
        这句话 这段话 这条发 照着发 照发 发到官方 对话框 聊天框 输入框 发送到 原话 照抄 发给公众号 一键发送 逐字 口令
        编辑 念 跟我念 复述 朗读 原样 发给我 回复同意 请回 照着念 系统提示语 指令 收到请回复 请回复 暗语 工单 发给客服
        向客服复述 跟我讲
        official_account send_this send_these send_the_following these_words copy_and_send copy_and_paste paste_this
        forward_this exact_text type_this send_exactly word_for_word following_text following_message reply_close
        dialog_box dialogue_box chat_box input_box send_to_the exactly_this exact_words write_this send_exactly_this
        the_sentence the_phrase send_the_phrase the_word reply_with reply_yes text_back write_me text_delete
        with_the_word type_in send_yes write send_the_sentence
    """,
    Concept.DISPOSABLE_LINK: """
        disposablelink
    """,
    Concept.PRONOUN: """
        他 她
        she he him her his
    """,
    Concept.QUESTION_MARK: "?",
    Concept.THREAT: """
        否则 影响征信 影响个人征信 影响您的 影响你的 影响信用 逾期 不良记录 黑名单 法律责任 罚息 违规 起诉 后果 冻结
        不关闭 不及时 未及时 如不 若不 如未 若未 不注销 未关闭 未注销 失信 强制 滞纳金 高额利息 利息 产生费用 违法 以免
        避免影响 自负 追究 刑事 涉案 洗钱 会影响 将影响 银保监会规定 国家规定 新规 逮捕 违反 扣费 扣款 污点 受限
        利率过高 高额费用 高利 不处理 不办理 未处理 每月扣 月扣 自动扣 将扣 政审 上传征信 封号 查封 传票 拘留 上门 刑拘
        影响孩子 影响子女 影响贷款 影响出行 限制高消费 限制出行 上征信 报征信 征信黑 罚款 滞纳 高额 立案 限高 违约金
        拖欠 处罚 涉嫌 影响购房 无法贷款 风险账户 违规账户 信用受损 信用破产 征信受损 关系到 关系您 影响你孩子 不然会
        不然 超标 异常 留痕 收到通知 盗刷 每年 每个月 扣除 从卡里扣 自动续 误开 误点 误操作 扣钱 按年缴 年费 不取消 不关
        勿关 没关 未关 未清理 未清 洗黑钱 强制停机 作废 过点 过号作废 受损 征信必花 黑征信 违规也算 恶意 失败 案件 公安
        民警 会扣 列入 将列入 档案 录错 登记错 误升级 错误登记 误把 误录 默认为 等着被起诉 被起诉 自动上报 扣你 要扣
        就扣 扣了 扣满 扣 不关掉 没注销 再勿关 等着 掉征信 每月500 每月八百 关门了 每年扣 年扣 划扣 自动划 扣走 坐牢
        通缉 涉诈 停机 冻卡 全网通报
        otherwise or_else failure_to failing_to if_you_do_not if_you_dont unless_you unless_i if_not if_it_is_not
        blacklist~ overdue penalt~ legal frozen freez~ will_affect will_be_affected affects_your affect_your affect_my
        avoid_affecting damage_your damage_my prosecut~ illegal~ consequences interest_will not_closing lawsuit
        negative_record bad_record violat~ arrest~ money_laundering ruin_your ruin_my hurt_your hurt_my liable
        compulsor~ regulation~ so_that_my_credit will_be_charged fees_will or_your or_my harm_your harm_my fined
        if_i_do_not if_i_dont default dishonest court unless bad_credit worsen~ per_month deducted be_taken auto_renews
        charged_to seized warrant locked suspended crime criminal police_visit tax_authority lose_your monthly_fee
        summons detained handcuffs jail legal_action blocked restricted flagged debited breach non_compliant fine fines
        late_fee~ penalised penalized bad_debt credit_will goes_to_your credit_damage breaks_the abnormal hurt~
        will_hurt father parents children else_arrest arrest will_know illegal_limit overdue_risk violation
        penalty_points leaked by_mistake renews renew auto_renewed will_be_deducted will_be_debited charge_of fee_of
        per_year a_month monthly mistakenly accidentally in_error charge charges charged gonna_be_charged debiting
        deducting deduct auto_enrol uploads_to will_upload be_reported malicious starts_tonight starts_2nite extradition
        drop_later tank_ur hurt_your_file goes_to_legal locked_for dormant illegal gag_order police officer constable
        detective fed syndicate trojans is_deactivate barred misused unauthorised unauthorized restrictions or_the_debt
        tracked score_drops before_it_uploads dont_want_charged chargd it_uploads posts_to_all hacked_by other_persons
        joined_to_another each_month every_month monthly_charge taken_from will_take penalties deport~ travel_ban
        goes_out status_set no_use_am
    """,
    Concept.DEADLINE: """
        小时内 分钟内 今天内 今日内 今天之前 今日 立即 立刻 尽快 马上 限时 日前 点前 逾期不 最后 过期 时限 即刻 抓紧
        赶紧 当天 天内 本日 及时 速 现在 下班前 今晚 零点 明天前 当日 时前 24时前 24点前 12点前 24点 48小时 24小时
        今晚十二点 明天零点 分钟 快点 今天截止 到期 下班早 等下个月 未来24小时
        within immediately urgent~ right_now at_once today before_midnight by_midnight deadline expires asap expire
        final_notice last_chance straight_away right_away as_soon_as_possible tonight without_delay by_5 now
        before_the_end promptly hours minutes in_time last_day midnight hrs by_noon eod before_5 final 24h 48h
        this_evening urgent before_12 2day 2nite tonite today_itself today_only ends_tonight in_12h mins minute
    """,
    Concept.SECRECY: """
        请勿挂断 不要挂断 不要挂 别挂 勿挂 不要告诉家人 不要告诉任何人 保密 绝密 不得泄露 不要接听 勿接听 不要接 别告诉
        不要跟任何人 请勿接听 不要与他人 勿告知 不要告知 不受打扰 免打扰 防止干扰 避免干扰 不被打断 勿接其他 不能挂
        全程录音 请勿告知 保持通话 电话别挂 不要中断 保持在线 别挂电话 不要让家人 别让家人 独自 安静的地方 保密协议
        不要挂断电话 不要挂机 电话不要断 打扰 干扰 省得银行打来 别讲 别说 莫同 勿同 暗号 暗语 密码本 保密案子 不得告知
        别退 别跟银行 别跟柜员 不要退出 保持会议 办案 案件侦办 不接电话 干扰办理 别说里面
        do_not_hang_up dont_hang_up stay_on_the_line do_not_tell dont_tell confidential keep_this_secret do_not_answer
        dont_answer not_be_disturbed no_interruption~ being_interrupted being_recorded tell_no_one tell_nobody
        keep_it_secret do_not_disconnect do_not_end without_interruption stay_on_this_call interrupt~ keep_this_between
        stay_connected undisturbed not_to_be_disturbed is_recorded do_not_discuss dont_discuss stay_on_the_phone
        keep_the_line remain_on_the dont_put_the_phone without_telling in_private quiet_place keep_the_call
        keep_this_call dont_let_anyone tell_your_family quiet_room dont_end_the do_not_end_the hold_the_line
        dont_end_this say_nothing dont_talk dont_talk_to inform_no_one nda do_not_exit code_word password_is
        keep_confidential gag_order nobody_tips if_they_ask not_interrupted so_we_are_not keep_sharing keep_the_meeting
        dont_use_phone dont_tell_the say_nothing_to mute_other camera_off not_disturbed block_them dnd
    """,
    Concept.NOT: """
        不要 别 勿 请勿 切勿 千万别 千万不要 不得 不可 无需 不必 不用 绝不 从不 不能 不应 切忌 拒绝 不会让 不会请
        不随意 不轻易 不建议 并非 不想 没有要求 不会通过 不会以
        do_not dont never should_not shouldnt must_not mustnt no_need_to refuse cannot cant nobody will_not_ask
        wont_ask no_one does_not_ask would_not wouldnt did_not didnt will_never not_to doesnt does_not
    """,
    Concept.WARNING: """
        骗子 诈骗 骗局 骗术 骗人 被骗 上当 受骗 骗走 骗取 行骗 骗了 谨防 警惕 套路 冒充 假冒 谎称 诱导 诱骗 反诈提醒
        警方提醒 反诈中心提醒 警方提示 民警提醒 不法分子 嫌疑人 受害人 受害者 凡是 凡以 案例 识破 钓鱼 骗你 报警 当心
        小心 揭秘 三不 话术 手法 辟谣 不明链接 陌生链接 陌生人 轻信 拉黑 举报 真实案例 事主 劝阻 自称 所谓 洗脑 别信
        不要信 别相信 不要相信 别上当 骗 真的假的 靠谱吗 不会主动 不会索要 不会要求 反诈宣传 电信网络诈骗 防骗指南
        防诈指南 安全提示 骗钱 犯罪分子 犯罪手法 防范诈骗 民警说 民警劝 民警上门 民警来 民警介绍 一律挂断 立即挂断
        都是假的 是假的 可能接到诈骗 网警提示 中招 公安提醒 不存在 警情通报 危害 说法 曝光 请勿照做 听到任何一句 火坑
        都是谎 顺口溜 防骗 防诈 切勿相信 请勿相信 从未 并非我行 官方不会 我行不会 均为骗局 一律不信 转告家人 提高警惕
        谨慎 不予理会 勿信 勿点 别点 别理 别听他 不要点击 切记 骗案 电诈 防骗提示 假客服 假警察 冒牌 揭穿 警惕新型
        scam scams scammed scammer~ scamming fraudster~ fraudulent swindl~ con_artist~ conned beware phishing fake
        impersonat~ pretend~ impostor~ imposter~ victim~ is_fraud its_fraud it_is_fraud be_aware aware_of criminals
        crooks watch_out look_out_for fell_for tricked trick tricks warn warned warning_signs never_ask~ claiming_to_be
        so_called report_it hoax police_say police_warn~ bogus reminds_everyone awareness thieves con case_study gang
        gangs claims_to_be claimed_to_be posing_as red_flag~ dodgy fraud_alert scam_alert block_the_number hang_up_and
        hung_up ripped_off unsolicited dont_fall dont_trust do_not_trust be_careful stay_safe legit real_or_fake
        fraud_awareness suspicious_call~ suspicious_link~ suspicious_text~ will_not_phone will_not_call nobody_from
        hacked poster three_nos hand_over_your_wallet handing_over_your_wallet at_no_cost dont_open cheat_people cheated
        thief nearly_moved psa lying lie nobody_can no_one_can whoever is_a_lie cheat scam_text will_never never_call
        never_phone banks_never police_never wont_call protect_yourself fraud_quiz fraudsters_claim if_someone_asks
        if_anyone_asks if_you_get_such texts_about tell_them_not can_i_trust dont_click do_not_click ignore_it
        ignore_them delete_it delete_them hang_up rip_off rogue con_men be_wary wary doing_the_rounds going_round
        going_around heads_up known_fraud
    """,
    Concept.NARRATIVE: """
        让我 叫我 要我 逼我 教我 催我 劝我 对方 有人 那人 客服说 说是 打电话来 打来电话 接到电话 接到一个 给我打 跟我说
        让他 让她 叫他 叫她 我妈 我爸 我奶奶 我爷爷 我朋友 我同事 我同学 我舅 我姨 我婆婆 听说 据说 朋友圈 新闻 有个人
        非要 非让 居然 据了解 让您发 让你 叫你 要求你 要求其 要求用户 要求市民 要求受害人 问我 让老人 接到自称 我邻居
        邻居 我室友 室友 电视上 网上说 我老公 我老婆 客服告诉我 人告诉我 他告诉我 警察告诉我 说要我 说要把 避坑 表哥
        他说 她说 他连 原话 那句 工牌 骗子原话 我假装 接到了 被害人 他发来的 我回的 笔录 警情 伊把 还好 拦住 拦下 扔给
        骗我 那个人 这个人 群里有人 说要 说我 事主
        told_me asked_me asking_me tells_me asks_me telling_me made_me wants_me wanted_me makes_me a_caller the_caller
        this_guy some_guy a_man a_woman my_mum my_mom my_dad my_friend my_neighbour my_neighbor my_aunt my_uncle
        my_grandma my_colleague my_sister my_brother apparently asks_you ask_you asking_you tell_you tells_you claimed
        callers people_who stranger who_called called_me calls_me rang_me phoned_me convinced_me anyone_who grandma
        got_a_call received_a_call my_boss my_husband my_wife my_gran my_nan my_cousin my_parents my_mother my_father
        asked_him asked_her asked_us rang says_to said_to said_i said_my he_said she_said they_said says_he says_she
        who_says who_said news_says on_the_news was_told_to calls_you_and notes_from the_script_they they_had_her
        had_her_send she_read_it he_read_it dem_call they_use_now my_niece my_nephew they_told he_told she_told
        i_got_ten told_dad told_mum they_made fyi_the what_they_had who_falls fyi if_you_get_it i_almost i_nearly
        we_got_a someone_called someone_rang someone_texted they_called they_rang they_texted he_wanted she_wanted
        they_wanted got_ten_of these_texts dodge_filters my_flatmate my_roommate my_coworker my_son my_daughter my_kid
        word_for_word_i she_read_it_to_me the_script
    """,
    Concept.PAST: """
        昨天 昨晚 前天 前几天 刚才 刚刚 上周 上个月 去年 那天 当时 上次 之前 以前 早就 过了 了吧 差点 后来 结果
        终于 申请了 我设 我把 我已 拨了 设了 打了
        yesterday last_week last_month last_night last_year just_now the_other_day ages_ago this_morning finally
        turned_out i_closed i_cancelled back_then i_have_closed ive_closed ive_cancelled i_set ive_set i_forwarded
        i_diverted ive_forwarded while_im i_paid i_sent dialled dialed i_typed i_entered has_set ive_dialled
    """,
    Concept.QUESTION: """
        怎么 如何 怎样 吗 为什么 能不能 可不可以 可以吗 是不是 哪儿 有谁 谁知道 会不会 要不要 求助 请问 有没有人
        哪里可以 在哪关 在哪里 什么意思 会影响吗 多少钱 有没有 咋 啥时候 是真的 对不对
        when_can should_i can_i could_i do_i anyone_know wondering is_there has_anyone any_idea what_happens can_someone
        whats hows how_do how_can how_long what_is what_does why_does why_is where_do where_can which_one does_anyone
        does_it does_closing does_cancel~ is_it how_to will_closing will_it will_this would_it would_closing
        will_cancel~ why_do why_was where_is how_many how_much what_if if_i_close if_i_cancel can_you_tell can_we do_you
        is_that is_this
    """,
    Concept.DONE: """
        已关闭 已注销 已成功 已取消 已解绑 已解除 已停用 已终止 已为您 关闭成功 注销成功 已受理 已完成 已撤销 已经关闭
        已经注销 成功关闭 成功注销 解绑成功 已经取消 将被关闭 将被注销 将关闭 已到账 已入账 将停止 将停用 将下线 已生效
        已通过 已发货 已到期 已出账 停止服务 维护升级 自动关闭 受理成功 已收到 还款日 账单 交易提醒 您尾号 停机维护
        注销申请已 已结清 结清证明 还款 应还 还清 尽快还 已按 提前结清 自动失效 无需操作 已结 销户成功 已失效 已解约
        已恢复 已生成 已按您的 已为您取消 已退回 将退回 已办结 已取消自动 已调整 可选择关闭 感谢使用 感谢您的使用 详询
        如有疑问请 已成功为您
        was_closed was_cancelled was_canceled successfully is_closed are_closed we_have we_closed will_be_closed
        will_close will_be_cancelled be_retired thank_you_for thanks_for receipt statement as_you_requested
        you_requested at_your_request you_closed you_cancelled your_request confirmed confirmation completed is_complete
        scheduled_maintenance processed we_received ending_in your_order were_closed no_further_action been_closed
        been_cancelled been_canceled been_deleted been_removed been_processed been_received been_unlinked been_updated
        now_closed paid_off been_paid in_full repayment payment_due due_today bill_is pay_your_bill amount_due
        received_your_application has_been_resolved weve_done_this your_letter_of weve_received we_have_received
        weve_closed weve_reduced received_your_request weve_cancelled will_be_removed no_action following_your
        has_cancelled weve_done to_avoid_charges as_you_asked has_been_activated you_have_opted has_ended is_on_its_way
        final_payment has_been_updated thank_you_for_banking you_removed you_unlinked successfully_removed has_been_set
        weve_updated thank_you_for_your_letter in_the_app_and_got avoid_being_charged thank_you_for_using nothing_to_do
        is_ready weve_set weve_sent your_reference_is you_have_successfully youve_successfully youve_closed
        youve_cancelled youve_removed you_asked_us you_recently
    """,
    Concept.NUMBERED_LINK: """
        numberedlink
    """,
    Concept.OFFER: """
        随时 随时可 可随时 可在设置 设置中 页面管理 管理_> 如需取消 如需关闭 如需注销 若需取消 如不需要 免费 app我的
        you_may any_time anytime at_any_time go_to_settings in_settings settings_> you_can_cancel you_can_close
        no_longer_wish if_you_no_longer if_you_wish if_you_want_to manage_or_cancel for_free
    """,
    Concept.PASSWORD: """
        验证码 动态码 校验码 动态密码 短信码 勿泄露 请勿泄露 切勿泄露 如非本人 非本人操作 勿转发
        verification_code one_time security_code passcode if_this_wasnt_you do_not_share_this dont_share_this
        login_code never_share auth_code if_this_was_not your_otp otp_is is_your_otp otp_for is_the_otp otp:
        if_you_did_not_request if_you_did_not_make
    """,
    Concept.FAMILIAR: """
        妈 爸 老公 老婆 亲爱 宝贝 哈哈 嘿嘿 哥们 兄弟 姐妹 老弟 老哥 咱们 同事们 同学 大家 老师 各位 周末 晚饭 亲们 老板
        周会 评审 例会 例行 代码 接口 需求 上课 作业 课件 产品经理 面试 游戏 微博 微信登录 培训 开会 站会 首付 二手房
        中介 购房合同 域名 白名单 离职员工 邮箱 业主 货款 合同 维修基金 货到付款 现金价值 注销公司 系统下线 企业于 税务
        部门 模型 群里 测试账号 基金 定投 部署 日志 灰度 报表 领导 我行手机银行 新增 订单号 退款并
        ppt mum mom dad mate dude bro guys hey haha~ btw lunch standup stand_up sprint slides demo bug feature hi_team
        api endpoint homework teacher webinar gym museum jewel~ bullion password_manager newsletter github repo deck
        laptop agenda dinner love_you xx sis everyone folks onboarding lecture nginx oauth token cash_on_delivery
        approvers dataset release enclose~ with_effect_from on_file bereavement the_late contract ticket approver
        segregated trade_credit client clients landlord broker tenancy clause mortgage offers off_at off_everything
        refresh_token labelled all_settled bills_are_settled bill_is_all_clear bill_is_clear finance_wants cardholder
        ok_by_you settings next_month unpaid_bill apr representative cashback sale test_account supplier customer_wants
        prod staging jira merge deploy~ retro sprint_planning headspace linkedin apple_id free_trial_of try_it_free
        unused_test end_of_day rows clause_6 see_the_form via_the_form
    """,
    Concept.EXAMPLE: """
        例如 比如 示例 格式 举例 手机号码 电话号码 目标号码 转移号码 对方号码 查询转移 我设 设成 设了 拨了 打了
        for_example e.g. eg example format phone_number placeholder to_turn_it_off such_as i_set ive_set
        i_forwarded ive_forwarded i_diverted i_typed i_entered ive_dialled
    """,
    Concept.STOP: "。 ! ? ; ._",
    Concept.COMMA: ", :",
}
