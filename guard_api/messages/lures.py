"""By what other ways the fraud gets at money: the words for it in Chinese and English, written as `finding` says.

Cash for a courier, all that a loan gives, a chat where nobody looks on, calls sent on to somebody else.
"""

from collections.abc import Mapping

from guard_api.messages.concepts import Concept

LURES: Mapping[Concept, str] = {
    Concept.FORWARD: """
        呼叫转移 来电转接 呼转 来电转移 始终转接 无条件转移 设呼转 呼叫转接 转接号码 无条件
        call_forwarding call_forward forward_calls forward_your_calls forward_the_house divert_calls divert_your_calls
        call_divert divert_them always_forward unconditional_forward redirect_calls redirect_your_calls
        forward_all_calls forward_your_phone forward_your_line divert_your_phone redirect_calls_to forward_all
    """,
    Concept.BORROW: """
        提现 借出来 借出 全部借出 提出来 额度提 先借 可借额度 可借金额 能借多少 能借的 先提 申请提现 点提现 把额度
        额度归零 额度清零 清空额度 刷流水 额度并截图 授信总额 登记授信 看到可借 提现出来 借出来多的 备用金
        borrow_all borrow_it_all draw_down draw_it_out draw_it_all draw_the_full cash_out withdraw_the_full
        withdraw_the_limit withdraw_the_quota empty_the_loan empty_the_quota empty_the_limit empty_your_limit
        how_much_each_app can_lend_you take_out_the_full max_out use_up_the_limit draw_all borrow_the_full withdraw_all
        lend_you
    """,
    Concept.CASH: """
        现金 存折 黄金 钱取出来 取出来 取现 取钱 现钞 钞票 金条实物 贵重 首饰 金饰 保险箱 钱夹 买黄金 资产公证
        打车把包裹 茶叶盒
        cash banknote~ envelope gift_card~ gold bitcoin usdt crypto pension passbook jewellery jewelry cash_and_gold
        the_money voucher~ google_play_card~ steam_card~ debit_card your_card_and_pin card_and_pin bond twenties
        outstanding_sum in_twenties notes banknotes gold_bars_are
    """,
    Concept.COURIER: """
        专员 跑腿 闪送 网约车 上门收 上门取 司机 取件员 快递员 跑腿小哥 交给他 我们的同志 打车把 同城闪送 接头 来取
        有人来取 交给专员 打车 司机电话 专员到
        courier~ runner driver will_collect will_pick_up picks_up picks_it_up collects_it will_come_to collect_the
        collect_your agent_picks a_man_is_coming someone_will_come officer_will_collect messenger plain_clothes taxi
        will_fetch rider code_word the_password our_agent receipt_for bonded
    """,
    Concept.CONTACT: """
        微信号 v信 薇信 微x 加v 加微 加微信 飞机号 企业微信 钉钉 加我 加客服 联系专员 添加专员 加专员 添加客服 回拨
        联系客服
        qq vx telegram whatsapp viber signal line_id skype wechat_id wechat add_me add_our dm_me dm_us contact_agent
        chat_with_agent t.me message_me text_me text_us call_me kakao zalo imo botim messenger call_our call_executive
        call_agent via_agent agent_on
    """,
    Concept.INSTALL: """
        下载 安装 应用商店 下好 下个 装上 扫码下载
        download install app_store play_store google_play get_the_app run_it open_the_app_store apk
    """,
    Concept.PHONE_SCREEN: """
        手机屏幕 手机屏 手机画面 手机桌面 手机界面 手机投 投屏给我 投个屏 投一下屏 手机没投屏 手机银行 只看不动 借款页面
        phone_screen your_phone_screen your_mobile_screen whole_screen entire_screen full_screen i_only_watch bank_app
        share_screen_on screen_on open_your_bank
    """,
    Concept.SUBSCRIPTION: """
        直播会员 会员 代理 代理商 自动续费 百万保障 百万医疗 保险 意外险 延误险 试用期 权益 保障 续保 直播带货 直播权限
        代理权限 商家权益 商家保障 微保 免密 年费
        vip membership subscription insurance auto_renew auto_renewal auto_enrol protection antivirus cover wholesaler
        vip_plan courier_plan caller_tune invoice renewed
    """,
}
